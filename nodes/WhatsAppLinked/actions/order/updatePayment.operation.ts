import { choice } from '../../../shared/fields';
import { defineAction } from '../message/define-send';
import { KNOWN_REFERENCE, note, ORDER_MESSAGE, referenceId } from './fields';

export const updatePayment = defineAction({
	name: 'Update Payment',
	action: 'Update payment of order',
	description:
		'Tell the customer whether an order is paid that Send Order sent. Use Update Order Status for how far the order itself has come.',
	notice: 'Not every WhatsApp shows it: where it matters, say it in Text, too.',
	type: 'orderPayment',
	messageId: ORDER_MESSAGE,
	fields: {
		status: choice(
			{
				displayName: 'Payment Status',
				options: [
					{ name: 'Paid', value: 'paid' },
					{ name: 'Pending', value: 'pending' },
				],
				default: 'paid',
				description: 'Whether the order is paid',
			},
			{ captured: 'paid' },
		),
		text: note('e.g. Thank you, your payment is here'),
	},
	options: { referenceId: referenceId(KNOWN_REFERENCE) },
});
