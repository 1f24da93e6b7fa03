export * from './forget.operation';
export * from './getDevice.operation';
export * from './getQrCode.operation';
export * from './getStatus.operation';
export * from './logOut.operation';
export * from './reconnect.operation';
export * from './restart.operation';
