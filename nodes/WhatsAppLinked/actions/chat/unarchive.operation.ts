import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const unarchive = defineOperation({
	name: 'Unarchive',
	action: 'Unarchive chat',
	description: 'Take a chat out of the archive on all your devices',
	command: 'chat.archive',
	fields: { chat, archived: fixed(false) },
	output: ({ id, archived }) => ({ chat: id, archived }),
});
