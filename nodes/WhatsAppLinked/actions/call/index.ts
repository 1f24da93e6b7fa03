export * from './createLink.operation';
export * from './reject.operation';
export * from './ring.operation';
