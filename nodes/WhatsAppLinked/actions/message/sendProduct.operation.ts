import type { INodeProperties } from 'n8n-workflow';

import { optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { businessProperty, footerOption, noticeProperty, textProperty } from './fields';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Product',
	action: 'Send product',
	description: 'Send the card of a product in the catalog of a business',
};

export const description: INodeProperties[] = [
	noticeProperty(
		'The product must be in the catalog of a WhatsApp Business number. Title, price and image come from there when the message leaves. Not every WhatsApp shows the card.',
	),
	recipientProperty,
	businessProperty,
	{
		displayName: 'Product ID',
		name: 'productId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 5327486330123456',
		description: "The product's ID in the catalog",
	},
	textProperty('e.g. This is the one I meant', false),
	sendOptionsProperty([footerOption]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'product',
		business: textOf(functions, itemIndex, 'business'),
		productId: textOf(functions, itemIndex, 'productId').trim(),
		text: optionalTextOf(functions, itemIndex, 'text'),
		footer: optionalTextOf(functions, itemIndex, 'options.footer'),
	});
}
