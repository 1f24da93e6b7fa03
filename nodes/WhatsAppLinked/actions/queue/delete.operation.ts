import type { INodeProperties } from 'n8n-workflow';

import { textOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';

export const option: Operation['option'] = {
	name: 'Delete',
	action: 'Delete queued message',
	description: 'Take one message out of the queue, so that it is not sent',
};

export const description: INodeProperties[] = [
	{
		displayName: 'Message ID',
		name: 'messageId',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
		description: 'The ID that the sending operation or Queue > Get Many put out',
	},
];

export async function execute({ functions, itemIndex, request }: OperationCall): Promise<Outcome> {
	const messageId = textOf(functions, itemIndex, 'messageId').trim();
	const { status, chat, queuedAt } = await request('queue.delete', { messageId });
	return { output: [{ json: { deleted: true, messageId, status, chat, queuedAt } }] };
}
