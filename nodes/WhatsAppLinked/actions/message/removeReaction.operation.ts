import type { INodeProperties } from 'n8n-workflow';

import type { ReactionContent } from '../../../../engine/gateway/contract';
import type { Operation, OperationCall, Outcome } from '../operation';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Remove Reaction',
	action: 'Remove reaction from message',
	description: 'Take back the emoji that this number put on a message',
};

export const description: INodeProperties[] = actionProperties(
	'The ID of the message to take the reaction from',
);

export async function execute(call: OperationCall): Promise<Outcome> {
	return await act<ReactionContent>(call, { type: 'reaction', emoji: '' });
}
