import type { INodeProperties } from 'n8n-workflow';

import type { Button } from '../../../../engine/gateway/contract';
import { asText } from '../../../shared/parameters';
import { fieldsOf } from './entries';

/** The fields of a button. */
export const buttonFields: INodeProperties[] = [
	{
		displayName: 'Type',
		name: 'type',
		type: 'options',
		options: [
			{ name: 'Call', value: 'call', description: 'Calls a phone number' },
			{ name: 'Copy Code', value: 'copy', description: 'Copies a code' },
			{ name: 'Reply', value: 'reply', description: 'Sends an answer to you' },
			{ name: 'URL', value: 'url', description: 'Opens a web page' },
		],
		default: 'reply',
		description: 'What happens when the button is pressed',
	},
	{
		displayName: 'Label',
		name: 'text',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. Yes, please',
		description: 'What the button says. Phones cut off what is longer than about 20 characters.',
	},
	{
		displayName: 'Button ID',
		name: 'id',
		type: 'string',
		default: '',
		placeholder: 'e.g. confirm-order-1042',
		description:
			'Comes back with the answer, to tell which button was pressed. The label when left empty.',
		displayOptions: { show: { type: ['reply'] } },
	},
	{
		displayName: 'URL',
		name: 'url',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://example.com/orders/1042',
		description: 'Address of the page to open',
		displayOptions: { show: { type: ['url'] } },
	},
	{
		displayName: 'Phone Number',
		name: 'phone',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. +55 11 90000-0001',
		description: 'The number to call, with country code',
		displayOptions: { show: { type: ['call'] } },
	},
	{
		displayName: 'Code',
		name: 'code',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 123456',
		description: 'What is copied',
		displayOptions: { show: { type: ['copy'] } },
	},
];

/** From fields or JSON. What is wrong with it says the engine. */
export function toButton(entry: unknown): Button {
	const { type, ...fields } = fieldsOf(entry);
	const field = (name: string) => asText(fields[name]).trim();
	const text = field('text');
	switch (type) {
		case 'call':
			return { type, text, phone: field('phone') };
		case 'copy':
			return { type, text, code: field('code') };
		case 'url':
			return { type, text, url: field('url') };
		case undefined:
		case 'reply':
			return { type: 'reply', text, id: field('id') || text };
		default:
			return { type, text } as Button;
	}
}
