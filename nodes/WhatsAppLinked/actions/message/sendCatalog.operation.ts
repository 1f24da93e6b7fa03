import { optionalText } from '../../../shared/fields';
import { defineSend } from './define-send';
import { business, optionalMessageText } from './fields';

export const sendCatalog = defineSend({
	name: 'Send Catalog',
	action: 'Send catalog',
	description: 'Send a link to the catalog of a business, with a card',
	notice: 'The link leads to a catalog only where the business has one in WhatsApp Business.',
	type: 'catalog',
	fields: {
		business,
		text: optionalMessageText('e.g. Have a look at what we offer'),
	},
	options: {
		description: optionalText({
			displayName: 'Card Description',
			placeholder: 'e.g. Bread, cakes and more',
			description: 'The small line of the card',
		}),
		title: optionalText({
			displayName: 'Card Title',
			placeholder: 'e.g. Our catalog',
			description: 'The bold line of the card. "Catalog" without it.',
		}),
	},
});
