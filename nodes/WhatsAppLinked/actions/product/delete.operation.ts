import { defineOperation } from '../define-operation';
import { productId } from './fields';

export const deleteProduct = defineOperation({
	name: 'Delete',
	action: 'Delete product',
	description:
		"Take a product off the linked number's catalog. It cannot be undone; use Set Visibility to hide it for a while.",
	command: 'product.delete',
	fields: { productId },
});
