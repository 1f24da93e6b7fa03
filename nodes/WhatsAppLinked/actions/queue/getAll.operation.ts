import type { INodeProperties } from 'n8n-workflow';

import { numberBetween } from '../../../shared/numbers';
import { booleanOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';

export const option: Operation['option'] = {
	name: 'Get Many',
	action: 'Get many queued messages',
	description: 'List the messages that wait to be sent, the next one first',
};

export const description: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		displayOptions: { show: { returnAll: [false] } },
		typeOptions: { minValue: 1 },
		default: 50,
		description: 'Max number of results to return',
	},
];

export async function execute({ functions, itemIndex, request }: OperationCall): Promise<Outcome> {
	const limit = booleanOf(functions, itemIndex, 'returnAll', 'Return All')
		? Number.MAX_SAFE_INTEGER
		: numberBetween('Limit', functions.getNodeParameter('limit', itemIndex), {
				unit: 'messages',
				min: 1,
				max: Number.MAX_SAFE_INTEGER,
			});
	const messages = await request('queue.getMany', { limit });
	return { output: messages.map((message) => ({ json: { ...message } })) };
}
