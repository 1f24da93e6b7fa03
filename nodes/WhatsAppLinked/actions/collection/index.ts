export * from './addProducts.operation';
export * from './create.operation';
export { deleteCollection as delete } from './delete.operation';
export * from './getAll.operation';
export * from './getProducts.operation';
export * from './removeProducts.operation';
export * from './update.operation';
