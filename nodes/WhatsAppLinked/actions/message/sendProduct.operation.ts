import { trimmedText } from '../../../shared/fields';
import { defineSend } from './define-send';
import { business, footer, optionalMessageText } from './fields';

export const sendProduct = defineSend({
	name: 'Send Product',
	action: 'Send product',
	description: 'Send the card of a product in the catalog of a business',
	notice:
		'The product must be in the catalog of a WhatsApp Business number. Title, price and image come from there when the message leaves. Not every WhatsApp shows the card.',
	type: 'product',
	fields: {
		business,
		productId: trimmedText({
			displayName: 'Product ID',
			required: true,
			placeholder: 'e.g. 5327486330123456',
			description: "The product's ID in the catalog",
		}),
		text: optionalMessageText('e.g. This is the one I meant'),
	},
	options: { footer },
});
