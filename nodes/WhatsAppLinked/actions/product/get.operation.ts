import { defineOperation } from '../define-operation';
import { business, productId } from './fields';
import { simpleProduct } from './simple';

export const get = defineOperation({
	name: 'Get',
	action: 'Get product',
	description:
		'Get what a catalog says of one product: name, price, link and images. Use Get Many to find its ID.',
	command: 'product.get',
	fields: { productId },
	options: { business },
	simplify: simpleProduct,
});
