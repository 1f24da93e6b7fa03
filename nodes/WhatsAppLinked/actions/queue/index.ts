export * from './clear.operation';
export { deleteQueued as delete } from './delete.operation';
export * from './getAll.operation';
