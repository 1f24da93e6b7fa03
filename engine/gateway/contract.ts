/** The words of the door, without its machinery: what the engine's own modules import. */
export * from './types';
export { EngineError } from './errors';
