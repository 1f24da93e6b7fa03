import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const archive = defineOperation({
	name: 'Archive',
	action: 'Archive chat',
	description: 'Move a chat to the archive on all your devices, and unpin it',
	command: 'chat.archive',
	fields: { chat, archived: fixed(true) },
	output: ({ id, archived }) => ({ chat: id, archived }),
});
