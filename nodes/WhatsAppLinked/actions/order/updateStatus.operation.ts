import { choice } from '../../../shared/fields';
import { defineAction } from '../message/define-send';
import { KNOWN_REFERENCE, note, ORDER_MESSAGE, referenceId } from './fields';

export const updateStatus = defineAction({
	name: 'Update Order Status',
	action: 'Update status of order',
	description:
		'Tell the customer how far an order has come that Send Order sent: processing, shipped, completed and the like. Use Update Payment for what was paid.',
	notice: 'Not every WhatsApp shows it: where it matters, say it in Text, too.',
	type: 'orderStatus',
	messageId: ORDER_MESSAGE,
	fields: {
		status: choice(
			{
				displayName: 'Order Status',
				options: [
					{ name: 'Canceled', value: 'canceled' },
					{ name: 'Completed', value: 'completed' },
					{ name: 'Delivered', value: 'delivered' },
					{ name: 'Partially Shipped', value: 'partiallyShipped' },
					{ name: 'Pending', value: 'pending' },
					{ name: 'Preparing to Ship', value: 'preparingToShip' },
					{ name: 'Processing', value: 'processing' },
					{ name: 'Shipped', value: 'shipped' },
				],
				default: 'processing',
				description: 'How far the order has come',
			},
			{ cancelled: 'canceled' },
		),
		text: note('e.g. Your order is on its way'),
	},
	options: { referenceId: referenceId(KNOWN_REFERENCE) },
});
