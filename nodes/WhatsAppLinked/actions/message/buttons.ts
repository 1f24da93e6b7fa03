import type { Button } from '../../../../engine/gateway/contract';
import { field, trimmedText, type FieldsOf } from '../../../shared/fields';

interface Written {
	type: unknown;
	text: string;
	id: string;
	url: string;
	phone: string;
	code: string;
}

/** The fields of a button. */
export const buttonFields: FieldsOf<Written> = {
	type: field(
		{
			displayName: 'Type',
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
		(type) => type,
	),
	text: trimmedText({
		displayName: 'Label',
		required: true,
		placeholder: 'e.g. Yes, please',
		description: 'What the button says. Phones cut off what is longer than about 20 characters.',
	}),
	id: trimmedText({
		displayName: 'Button ID',
		placeholder: 'e.g. confirm-order-1042',
		description:
			'Comes back with the answer, to tell which button was pressed. The label when left empty.',
		displayOptions: { show: { type: ['reply'] } },
	}),
	url: trimmedText({
		displayName: 'URL',
		required: true,
		placeholder: 'e.g. https://example.com/orders/1042',
		description: 'Address of the page to open',
		displayOptions: { show: { type: ['url'] } },
	}),
	phone: trimmedText({
		displayName: 'Phone Number',
		required: true,
		placeholder: 'e.g. +55 11 90000-0001',
		description: 'The number to call, with country code',
		displayOptions: { show: { type: ['call'] } },
	}),
	code: trimmedText({
		displayName: 'Code',
		required: true,
		placeholder: 'e.g. 123456',
		description: 'What is copied',
		displayOptions: { show: { type: ['copy'] } },
	}),
};

/** What is wrong with it says the engine. */
export function toButton({ type, text, id, url, phone, code }: Written): Button {
	switch (type) {
		case 'call':
			return { type, text, phone };
		case 'copy':
			return { type, text, code };
		case 'url':
			return { type, text, url };
		case undefined:
		case 'reply':
			return { type: 'reply', text, id: id || text };
		default:
			return { type, text } as Button;
	}
}
