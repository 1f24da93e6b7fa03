import type { INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { messageIdProperty } from './target';

export const option: Operation['option'] = {
	name: 'Get Status',
	action: 'Get status of message',
	description:
		'See whether a message that was sent from this number was sent, received, read or played, and when; in groups also by whom',
};

export const description: INodeProperties[] = [
	messageIdProperty('The ID that the message was sent with, from the last 30 days'),
];

export async function execute({ functions, itemIndex, request }: OperationCall): Promise<Outcome> {
	const messageId = textOf(functions, itemIndex, 'messageId').trim();
	return { output: [{ json: { ...(await request('message.status', { messageId })) } }] };
}
