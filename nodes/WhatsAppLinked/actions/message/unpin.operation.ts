import { fixed } from '../../../shared/fields';
import { defineAction } from './define-send';

export const unpin = defineAction({
	name: 'Unpin',
	action: 'Unpin message',
	description: 'Take a message from the top of its chat, for everyone in it',
	type: 'pin',
	messageId: 'The ID of the message to unpin',
	fields: { seconds: fixed(0) },
});
