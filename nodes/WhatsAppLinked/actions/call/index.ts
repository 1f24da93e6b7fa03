export * from './createLink.operation';
export * from './reject.operation';
