export * from './addToChat.operation';
export * from './addToMessage.operation';
export * from './create.operation';
export { deleteLabel as delete } from './delete.operation';
export * from './getAll.operation';
export * from './removeFromChat.operation';
export * from './removeFromMessage.operation';
export * from './update.operation';
