import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const markAsRead = defineOperation({
	name: 'Mark as Read',
	action: 'Mark chat as read',
	description:
		'Take the unread mark off a chat on all your devices. Whoever wrote sees nothing of it: for blue ticks use Message > Mark as Read.',
	command: 'chat.markRead',
	fields: { chat, read: fixed(true) },
	output: ({ id, unread }) => ({ chat: id, unread }),
});
