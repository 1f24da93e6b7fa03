export * as clear from './clear.operation';
export * as delete from './delete.operation';
export * as getAll from './getAll.operation';
