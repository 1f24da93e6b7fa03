import type { INodeProperties } from 'n8n-workflow';

import { linkPreview } from '../../../shared/link-preview';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Text',
	action: 'Send a text message',
	description: 'Send a text message to a person or a group and get its message ID at once',
};

export const description: INodeProperties[] = [
	recipientProperty,
	{
		displayName: 'Text',
		name: 'text',
		type: 'string',
		typeOptions: { rows: 4 },
		default: '',
		required: true,
		placeholder: 'e.g. Hello! Your order is on its way.',
		description: 'What the message says. WhatsApp shows *bold*, _italic_ and ~strikethrough~.',
	},
	sendOptionsProperty([
		{
			displayName: 'Link Preview',
			name: 'linkPreview',
			type: 'boolean',
			default: true,
			description:
				'Whether to show title and description of the first link in the text. n8n opens the page to read them.',
		},
		{
			displayName: 'Mentions',
			name: 'mentions',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
			description:
				'Phone numbers of group members to notify, separated by commas. Write @ and the digits of the number in the text where each should stand, for example @5511900000001.',
		},
	]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const text = String(functions.getNodeParameter('text', itemIndex));
	// Off unless it was added: opening a page takes time, and tells its owner that somebody did.
	const withPreview = functions.getNodeParameter('options.linkPreview', itemIndex, false) === true;
	return await send(call, {
		type: 'text',
		text,
		mentions: list(functions.getNodeParameter('options.mentions', itemIndex, '')),
		preview: withPreview ? await linkPreview(functions, text) : undefined,
	});
}

/** The field holds commas, an expression may yield a list. */
function list(value: unknown): string[] | undefined {
	const entries = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	const filled = entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
	return filled.length > 0 ? filled : undefined;
}
