import type { INodeProperties } from 'n8n-workflow';

import { optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { businessProperty, noticeProperty, textProperty } from './fields';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Catalog',
	action: 'Send catalog',
	description: 'Send a link to the catalog of a business, with a card',
};

export const description: INodeProperties[] = [
	noticeProperty(
		'The link leads to a catalog only where the business has one in WhatsApp Business.',
	),
	recipientProperty,
	businessProperty,
	textProperty('e.g. Have a look at what we offer', false),
	sendOptionsProperty([
		{
			displayName: 'Card Description',
			name: 'description',
			type: 'string',
			default: '',
			placeholder: 'e.g. Bread, cakes and more',
			description: 'The small line of the card',
		},
		{
			displayName: 'Card Title',
			name: 'title',
			type: 'string',
			default: '',
			placeholder: 'e.g. Our catalog',
			description: 'The bold line of the card. "Catalog" without it.',
		},
	]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'catalog',
		business: textOf(functions, itemIndex, 'business'),
		text: optionalTextOf(functions, itemIndex, 'text'),
		title: optionalTextOf(functions, itemIndex, 'options.title'),
		description: optionalTextOf(functions, itemIndex, 'options.description'),
	});
}
