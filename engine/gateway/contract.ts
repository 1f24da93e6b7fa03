/** The words of the door, without its machinery: what the engine's own modules import. */
export * from './content';
export * from './events';
export * from './incoming';
export * from './media';
export * from './types';
export { EngineError } from './errors';
