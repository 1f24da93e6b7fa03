import { fixed, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat, target } from './target';

export const star = defineOperation({
	name: 'Star',
	action: 'Star message',
	description: 'Mark a message with a star. Only you see it, on all your devices.',
	command: 'message.star',
	fields: {
		chat: named('to', chat),
		target: target('The ID of the message to star'),
		starred: fixed(true),
	},
	output: ({ messageIds: [messageId], ...done }) => ({ messageId, ...done, starred: true }),
});
