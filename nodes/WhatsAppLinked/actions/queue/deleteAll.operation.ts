import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';

export const option: Operation['option'] = {
	name: 'Delete All',
	action: 'Delete all queued messages',
	description: 'Empty the queue: no message that waits now is sent',
};

export const description: INodeProperties[] = [];

export async function execute({ request }: OperationCall): Promise<Outcome> {
	return { output: [{ json: await request('queue.deleteAll', {}) }] };
}
