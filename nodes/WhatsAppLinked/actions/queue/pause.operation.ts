import { defineOperation } from '../define-operation';
import { whole } from './fields';

export const pause = defineOperation({
	name: 'Pause',
	action: 'Pause queue or campaign',
	description:
		'Let messages wait in the queue until it is resumed: all of them, or those of one campaign, also of one that has not begun. What was given an Expires After still expires. Puts out how many messages wait.',
	command: 'queue.pause',
	fields: {
		campaign: whole(
			'Whether all messages wait, answers to people included, or those of one campaign alone',
		),
	},
});
