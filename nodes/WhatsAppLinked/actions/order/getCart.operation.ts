import { trimmedText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getCart = defineOperation({
	name: 'Get Cart',
	action: 'Get cart of customer',
	description:
		'Get the products in a cart that a customer has sent from the catalog. The message itself tells only how many there are and what they cost.',
	command: 'order.getCart',
	fields: {
		orderId: trimmedText({
			displayName: 'Order ID',
			required: true,
			placeholder: 'e.g. {{ $json.order.orderId }}',
			description: 'The ID of the cart: WhatsApp Linked Trigger puts it out as order.orderId',
		}),
		token: trimmedText({
			displayName: 'Token',
			required: true,
			placeholder: 'e.g. {{ $json.order.token }}',
			description:
				'What shows WhatsApp that the cart was sent to you: WhatsApp Linked Trigger puts it out as order.token',
		}),
	},
});
