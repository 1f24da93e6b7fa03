import { defineAction } from './define-send';
import { emoji } from './emoji';

export const react = defineAction({
	name: 'React',
	action: 'React to message',
	description: 'Put an emoji on a message. It takes the place of an earlier one of yours.',
	type: 'reaction',
	messageId: 'The ID of the message to react to',
	fields: { emoji },
});
