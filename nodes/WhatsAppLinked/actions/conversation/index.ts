export * from './getAll.operation';
export * from './getState.operation';
export * from './pause.operation';
export * from './resume.operation';
