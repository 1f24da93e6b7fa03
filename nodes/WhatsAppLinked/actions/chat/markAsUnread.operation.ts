import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const markAsUnread = defineOperation({
	name: 'Mark as Unread',
	action: 'Mark chat as unread',
	description: 'Put the unread mark on a chat on all your devices, so that somebody looks at it',
	command: 'chat.markRead',
	fields: { chat, read: fixed(false) },
	output: ({ id, unread, markedUnread }) => ({ chat: id, unread, markedUnread }),
});
