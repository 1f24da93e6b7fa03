import { defineSend } from '../message/define-send';
import { card, currency, discount, items, note, pix, referenceId, shipping, tax } from './fields';

export const sendOrder = defineSend({
	name: 'Send Order',
	action: 'Send order',
	description:
		'Send an order with its items and its total to a customer, who looks at it and pays. Use Update Order Status and Update Payment for what becomes of it. It needs WhatsApp Business.',
	notice:
		'Not every WhatsApp shows orders: it depends on the country of the customer and on the app. WhatsApp does not tell whether somebody paid.',
	type: 'order',
	fields: { currency, items, text: note('e.g. Your order, ready to be paid') },
	options: {
		card,
		discount,
		pix,
		referenceId: referenceId(
			'How you call the order: up to 35 letters, digits, points, dashes and underscores. The ID of the message without it.',
		),
		shipping,
		tax,
	},
});
