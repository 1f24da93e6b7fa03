export * from './contract';
export { openGateway } from './open-gateway';
