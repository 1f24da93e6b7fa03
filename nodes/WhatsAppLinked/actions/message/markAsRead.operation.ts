import type { INodeProperties } from 'n8n-workflow';

import { asList } from '../../../shared/parameters';
import { recipient } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { optionsProperty } from './send';
import { chatProperty, knownOf, targetOptions } from './target';

export const option: Operation['option'] = {
	name: 'Mark as Read',
	action: 'Mark messages as read',
	description:
		'Show whoever sent them that messages were read (two blue ticks), unless read receipts are turned off on the phone',
};

export const description: INodeProperties[] = [
	{
		...chatProperty,
		description:
			'The chat that the messages are in: a phone number with country code, or the chat ID of a person or a group',
	},
	{
		displayName: 'Message IDs',
		name: 'messageIds',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. {{ $json.messageId }}',
		description:
			'One message ID, or several with commas between them, as WhatsApp Linked Trigger put them out. An expression may yield a list.',
	},
	optionsProperty(targetOptions),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex, request } = call;
	const messageIds = asList(functions.getNodeParameter('messageIds', itemIndex, ''));
	const known = knownOf(call);
	const done = await request('message.markRead', {
		chat: recipient(functions, itemIndex),
		targets: messageIds.map((messageId) => ({ messageId, ...known })),
	});
	return { output: [{ json: { ...done } }] };
}
