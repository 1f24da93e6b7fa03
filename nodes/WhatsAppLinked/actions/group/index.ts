export * from './addParticipants.operation';
export * from './create.operation';
export * from './demote.operation';
export * from './get.operation';
export * from './getAll.operation';
export * from './promote.operation';
export * from './removeParticipants.operation';
