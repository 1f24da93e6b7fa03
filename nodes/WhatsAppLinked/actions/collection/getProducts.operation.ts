import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { business } from '../product/fields';
import { simpleProduct } from '../product/simple';
import { collectionId } from './fields';

export const getProducts = defineOperation({
	name: 'Get Products',
	action: 'Get products of collection',
	description: 'List the products in a collection of a catalog',
	command: 'collection.getProducts',
	fields: { collectionId, limit: limit('products') },
	options: { business },
	simplify: simpleProduct,
});
