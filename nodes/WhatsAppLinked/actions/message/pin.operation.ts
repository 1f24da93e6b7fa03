import type { INodeProperties } from 'n8n-workflow';

import type { PinContent } from '../../../../engine/gateway/contract';
import { numberOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Pin',
	action: 'Pin message',
	description: 'Keep a message at the top of its chat, for everyone in it',
};

export const description: INodeProperties[] = actionProperties('The ID of the message to pin', [
	{
		displayName: 'Duration',
		name: 'duration',
		type: 'options',
		// From short to long.
		options: [
			{ name: '24 Hours', value: 86_400 },
			{ name: '7 Days', value: 604_800 },
			{ name: '30 Days', value: 2_592_000 },
		],
		default: 604_800,
		description: 'How long the message stays at the top',
	},
]);

export async function execute(call: OperationCall): Promise<Outcome> {
	const seconds = numberOf(call.functions, call.itemIndex, 'duration');
	// 0 would unpin it.
	return await act<PinContent>(call, { type: 'pin', seconds: seconds || NaN });
}
