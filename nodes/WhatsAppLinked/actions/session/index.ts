export * as forget from './forget.operation';
export * as getQrCode from './getQrCode.operation';
export * as getStatus from './getStatus.operation';
export * as logOut from './logOut.operation';
export * as reconnect from './reconnect.operation';
