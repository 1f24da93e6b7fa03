import type { INodeProperties } from 'n8n-workflow';

import type { ForwardContent } from '../../../../engine/gateway/contract';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { referenceOption } from './fields';
import { forwardOptionsProperty } from './send';
import { act, messageIdProperty } from './target';

export const option: Operation['option'] = {
	name: 'Forward',
	action: 'Forward message',
	description:
		'Send a message from one chat on to another, with its file if it has one. Polls, events and what can be viewed once cannot be forwarded.',
};

export const description: INodeProperties[] = [
	recipientProperty,
	messageIdProperty('The ID of the message to forward, from any chat'),
	forwardOptionsProperty([referenceOption]),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	return await act<ForwardContent>(call, { type: 'forward' });
}
