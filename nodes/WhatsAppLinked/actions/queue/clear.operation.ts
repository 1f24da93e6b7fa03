import type { INodeProperties } from 'n8n-workflow';

import type { Operation, OperationCall, Outcome } from '../operation';

export const option: Operation['option'] = {
	name: 'Clear',
	action: 'Clear queue',
	description: 'Empty the queue: no message that waits now is sent',
};

export const description: INodeProperties[] = [];

export async function execute({ request }: OperationCall): Promise<Outcome> {
	const { deleted } = await request('queue.clear', {});
	return { output: [{ json: { deleted: true, count: deleted } }] };
}
