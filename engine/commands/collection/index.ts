import type { collectionCommands } from '../../gateway/contract';
import type { Run } from '../run';
import { addProducts, create, remove, removeProducts, rename } from './change';
import { getMany, getProducts } from './find';

/** What an account can do with collections of products. */
export const collection: { readonly [C in keyof typeof collectionCommands]: Run<C> } = {
	'collection.getMany': getMany,
	'collection.getProducts': getProducts,
	'collection.create': create,
	'collection.rename': rename,
	'collection.addProducts': addProducts,
	'collection.removeProducts': removeProducts,
	'collection.delete': remove,
};
