export * from './addParticipants.operation';
export * from './create.operation';
export * from './get.operation';
export * from './getAll.operation';
