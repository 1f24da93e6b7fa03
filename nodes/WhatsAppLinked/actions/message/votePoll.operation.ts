import type { INodeProperties } from 'n8n-workflow';

import type { PollVoteContent } from '../../../../engine/gateway/contract';
import { asText } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { nameIn } from './entries';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Vote in Poll',
	action: 'Vote in poll',
	description: 'Choose options of a poll. It takes the place of an earlier vote of yours.',
};

export const description: INodeProperties[] = actionProperties('The ID of the poll', [
	{
		displayName: 'Poll Options',
		name: 'pollOptions',
		type: 'string',
		typeOptions: { rows: 2 },
		default: '',
		placeholder: 'e.g. In the morning',
		description:
			'What to vote for, in the words of the poll, one option per line. Empty takes your vote back. An expression may yield a list.',
	},
]);

export async function execute(call: OperationCall): Promise<Outcome> {
	const chosen: unknown = call.functions.getNodeParameter('pollOptions', call.itemIndex, '');
	return await act<PollVoteContent>(call, { type: 'pollVote', options: linesOf(chosen) });
}

/** The names of options may hold commas. */
function linesOf(value: unknown): string[] {
	const lines = Array.isArray(value) ? value.map(nameIn) : asText(value).split('\n');
	return lines.map((line) => line.trim()).filter((line) => line !== '');
}
