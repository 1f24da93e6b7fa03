import { choice } from '../../../shared/fields';
import { defineAction } from './define-send';

export const answerEvent = defineAction({
	name: 'Answer Event',
	action: 'Answer event',
	description: 'Answer an event that somebody else has sent: going, maybe or not going',
	type: 'eventAnswer',
	messageId: 'The ID of the event',
	fields: {
		answer: choice({
			displayName: 'Answer',
			options: [
				{ name: 'Going', value: 'going' },
				{ name: 'Maybe', value: 'maybe' },
				{ name: 'Not Going', value: 'notGoing' },
			],
			default: 'going',
			description: 'It takes the place of an earlier answer of yours',
		}),
	},
});
