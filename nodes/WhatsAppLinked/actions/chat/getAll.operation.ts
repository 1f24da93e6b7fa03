import { limit, optionalToggle } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleChat } from './simple';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many chats',
	description:
		'List the chats of the number, newest first, with how many messages are unread, what is archived, pinned or muted, and the labels and notes of WhatsApp Business. Use it to find out what waits for an answer.',
	command: 'chat.getMany',
	fields: { limit: limit('chats') },
	options: {
		archived: optionalToggle({
			displayName: 'Archived',
			default: true,
			description: 'Whether to list only the chats that are archived; off: only those that are not',
		}),
		unread: optionalToggle({
			displayName: 'Unread',
			default: true,
			description: 'Whether to list only the chats with something unread; off: only those without',
		}),
	},
	simplify: simpleChat,
});
