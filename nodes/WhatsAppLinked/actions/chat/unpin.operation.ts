import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const unpin = defineOperation({
	name: 'Unpin',
	action: 'Unpin chat',
	description: 'Let a chat move in the list again on all your devices',
	command: 'chat.pin',
	fields: { chat, pinned: fixed(false) },
	output: ({ id, pinned }) => ({ chat: id, pinned }),
});
