import type { productCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { create, remove, setVisibility, update } from './change';
import { get, getMany } from './find';

/** What an account can do with products in catalogs. */
export const product: { readonly [C in keyof typeof productCommands]: Run<C> } = {
	'product.getMany': getMany,
	'product.get': get,
	'product.create': create,
	'product.update': update,
	'product.delete': remove,
	'product.setVisibility': setVisibility,
};
