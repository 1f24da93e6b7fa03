export * from './clear.operation';
export { deleteQueued as delete } from './delete.operation';
export * from './editTime.operation';
export * from './getAll.operation';
