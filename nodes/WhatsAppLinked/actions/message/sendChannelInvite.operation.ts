import type { INodeProperties } from 'n8n-workflow';

import { optionalTextOf, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { textProperty } from './fields';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Channel Invite',
	action: 'Send channel admin invite',
	description: 'Ask a person to become admin of a channel of yours',
};

export const description: INodeProperties[] = [
	{ ...recipientProperty, description: 'The person to invite: a phone number with country code' },
	{
		displayName: 'Channel ID',
		name: 'channel',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 120363041234567890@newsletter',
		description: 'The ID of a channel that the linked number owns or is admin of',
	},
	textProperty('e.g. Would you help us with our channel?', false),
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	return await send(call, {
		type: 'channelInvite',
		channel: textOf(functions, itemIndex, 'channel').trim(),
		text: optionalTextOf(functions, itemIndex, 'text'),
	});
}
