export * from './clear.operation';
export { deleteQueued as delete } from './delete.operation';
export * from './editTime.operation';
export * from './getAll.operation';
export * from './getStatistics.operation';
export * from './pause.operation';
export * from './resume.operation';
