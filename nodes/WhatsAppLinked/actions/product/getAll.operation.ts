import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { business } from './fields';
import { simpleProduct } from './simple';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many products',
	description:
		"List the products in the linked number's own catalog, or in that of another business. Use it to find the ID of a product.",
	command: 'product.getMany',
	fields: { limit: limit('products') },
	options: { business },
	simplify: simpleProduct,
});
