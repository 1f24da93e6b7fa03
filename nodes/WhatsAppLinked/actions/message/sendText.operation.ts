import type { INodeProperties } from 'n8n-workflow';

import type { LinkPreview } from '../../../../engine/gateway/contract';
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
			type: 'fixedCollection',
			placeholder: 'Add preview',
			default: {},
			description: 'A card below the text for a link in it. WhatsApp shows what you write here.',
			options: [
				{
					displayName: 'Preview',
					name: 'preview',
					values: [
						{
							displayName: 'Link',
							name: 'url',
							type: 'string',
							default: '',
							required: true,
							placeholder: 'e.g. https://example.com/orders/1042',
							description: 'The link, exactly as it stands in the text',
						},
						{
							displayName: 'Title',
							name: 'title',
							type: 'string',
							default: '',
							required: true,
							placeholder: 'e.g. Your order',
							description: 'The headline of the card',
						},
						{
							displayName: 'Description',
							name: 'description',
							type: 'string',
							default: '',
							placeholder: 'e.g. Arrives on Friday',
							description: 'A line below the headline',
						},
					],
				},
			],
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
	return await send(call, {
		type: 'text',
		text: String(functions.getNodeParameter('text', itemIndex)),
		mentions: list(functions.getNodeParameter('options.mentions', itemIndex, '')),
		preview: preview(functions.getNodeParameter('options.linkPreview.preview', itemIndex, {})),
	});
}

/** An option that was not added, or added and left empty, is no preview. */
function preview(value: unknown): LinkPreview | undefined {
	const { url, title, description } = value as Partial<LinkPreview>;
	return url ? { url, title: title ?? '', description: description || null } : undefined;
}

/** The field holds commas, an expression may yield a list. */
function list(value: unknown): string[] | undefined {
	const entries = Array.isArray(value) ? value.map(String) : String(value ?? '').split(',');
	const filled = entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
	return filled.length > 0 ? filled : undefined;
}
