export * from './getCart.operation';
export * from './sendOrder.operation';
export * from './updatePayment.operation';
export * from './updateStatus.operation';
