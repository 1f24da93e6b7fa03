import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const deleteChat = defineOperation({
	name: 'Delete',
	action: 'Delete chat',
	description: 'Delete a chat with all its messages from your own devices. Others keep theirs.',
	command: 'chat.delete',
	fields: { chat },
	output: ({ id }) => ({ chat: id, deleted: true }),
});
