import { fixed } from '../../../shared/fields';
import { defineAction } from './define-send';

export const removeReaction = defineAction({
	name: 'Remove Reaction',
	action: 'Remove reaction from message',
	description: 'Take back the emoji that this number put on a message',
	type: 'reaction',
	messageId: 'The ID of the message to take the reaction from',
	fields: { emoji: fixed('') },
});
