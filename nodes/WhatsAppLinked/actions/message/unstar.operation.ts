import { fixed, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat, target } from './target';

export const unstar = defineOperation({
	name: 'Unstar',
	action: 'Unstar message',
	description: 'Take the star off a message, on all your devices',
	command: 'message.star',
	fields: {
		chat: named('to', chat),
		target: target('The ID of the message to unstar'),
		starred: fixed(false),
	},
	output: ({ messageIds: [messageId], ...done }) => ({ messageId, ...done, starred: false }),
});
