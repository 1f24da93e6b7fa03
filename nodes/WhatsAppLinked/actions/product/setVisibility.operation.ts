import { toggle } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { productId } from './fields';

export const setVisibility = defineOperation({
	name: 'Set Visibility',
	action: 'Set visibility of product',
	description: "Hide a product of the linked number's catalog from customers, or show it again",
	command: 'product.setVisibility',
	fields: {
		productId,
		hidden: toggle({
			displayName: 'Hidden',
			default: true,
			description: 'Whether only the business itself sees the product in its catalog',
		}),
	},
});
