import { fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const pin = defineOperation({
	name: 'Pin',
	action: 'Pin chat',
	description:
		'Keep a chat at the top of the list on all your devices. WhatsApp shows three pinned chats.',
	command: 'chat.pin',
	fields: { chat, pinned: fixed(true) },
	output: ({ id, pinned }) => ({ chat: id, pinned }),
});
