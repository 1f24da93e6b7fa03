import type { INodeProperties } from 'n8n-workflow';

import type { PixContent } from '../../../../engine/gateway/contract';
import { optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { noticeProperty } from './fields';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send PIX',
	action: 'Send PIX key',
	description: 'Send a button that copies a PIX key, for payments in Brazil',
};

export const description: INodeProperties[] = [
	noticeProperty(
		'Not every WhatsApp shows the PIX button, and some show nothing at all: also send the key as text where it matters. WhatsApp only shows the key; it does not tell whether somebody paid.',
	),
	recipientProperty,
	{
		displayName: 'Key Type',
		name: 'keyType',
		type: 'options',
		options: [
			{ name: 'CNPJ', value: 'CNPJ', description: 'Tax number of a company' },
			{ name: 'CPF', value: 'CPF', description: 'Tax number of a person' },
			{ name: 'Email', value: 'EMAIL' },
			{ name: 'Phone', value: 'PHONE', description: 'Brazilian number with area code' },
			{ name: 'Random Key', value: 'EVP', description: 'Made by the bank' },
		],
		default: 'CPF',
		description: 'What kind of PIX key it is',
	},
	{
		displayName: 'PIX Key',
		name: 'pixKey',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 529.982.247-25',
		description: 'The key that payments go to',
	},
	sendOptionsProperty([
		{
			displayName: 'Receiver Name',
			name: 'merchantName',
			type: 'string',
			default: '',
			placeholder: 'e.g. Example Ltd',
			description: 'Who gets the money, as it is shown above the key. "Pix" without it.',
		},
	]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'pix',
		key: textOf(functions, itemIndex, 'pixKey'),
		keyType: textOf(functions, itemIndex, 'keyType') as PixContent['keyType'],
		merchantName: optionalTextOf(functions, itemIndex, 'options.merchantName'),
	});
}
