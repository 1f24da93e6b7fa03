import type { INodeProperties } from 'n8n-workflow';

import type { EventAnswerContent } from '../../../../engine/gateway/contract';
import { asChoice } from '../../../shared/parameters';
import type { Operation, OperationCall, Outcome } from '../operation';
import { act, actionProperties } from './target';

export const option: Operation['option'] = {
	name: 'Answer Event',
	action: 'Answer event',
	description: 'Answer an event that somebody else has sent: going, maybe or not going',
};

export const description: INodeProperties[] = actionProperties('The ID of the event', [
	{
		displayName: 'Answer',
		name: 'answer',
		type: 'options',
		options: [
			{ name: 'Going', value: 'going' },
			{ name: 'Maybe', value: 'maybe' },
			{ name: 'Not Going', value: 'notGoing' },
		],
		default: 'going',
		description: 'It takes the place of an earlier answer of yours',
	},
]);

/** As expressions may say it, also in Z-API's words (NOT_GOING). */
const ANSWERS = { going: 'going', maybe: 'maybe', notGoing: 'notGoing' } as const;

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const answer = asChoice('Answer', functions.getNodeParameter('answer', itemIndex), ANSWERS);
	return await act<EventAnswerContent>(call, { type: 'eventAnswer', answer });
}
