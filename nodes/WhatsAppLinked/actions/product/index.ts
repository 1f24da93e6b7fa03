export * from './create.operation';
export { deleteProduct as delete } from './delete.operation';
export * from './get.operation';
export * from './getAll.operation';
export * from './setVisibility.operation';
export * from './update.operation';
