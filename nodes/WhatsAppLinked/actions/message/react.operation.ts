import type { INodeProperties } from 'n8n-workflow';

import { EngineError, type ReactionContent } from '../../../../engine/gateway/contract';
import { textOf } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'React',
	action: 'React to message',
	description: 'Put an emoji on a message. It takes the place of an earlier one of yours.',
};

export const description: INodeProperties[] = actionProperties(
	'The ID of the message to react to',
	[
		{
			displayName: 'Emoji',
			name: 'emoji',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 👍',
			description: 'The reaction: exactly one emoji',
		},
	],
);

export async function execute(call: OperationCall): Promise<Outcome> {
	const emoji = textOf(call.functions, call.itemIndex, 'emoji').trim();
	if (emoji === '') throw NO_EMOJI;
	return await act<ReactionContent>(call, { type: 'reaction', emoji });
}

const NO_EMOJI = new EngineError(
	'INVALID_CONTENT',
	'Emoji is empty.',
	'Put one emoji into it. To take a reaction back, use Message > Remove Reaction.',
);
