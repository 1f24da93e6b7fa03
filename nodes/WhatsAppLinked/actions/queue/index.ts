export * as delete from './delete.operation';
export * as deleteAll from './deleteAll.operation';
export * as getAll from './getAll.operation';
