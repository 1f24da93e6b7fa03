import { defineOperation } from '../define-operation';
import { chat } from './fields';
import { simpleChat } from './simple';

export const get = defineOperation({
	name: 'Get',
	action: 'Get chat',
	description:
		'See how many messages of a chat are unread, whether it is archived, pinned or muted, when the last message came or went, and which labels and note of WhatsApp Business it has',
	command: 'chat.get',
	fields: { chat },
	simplify: simpleChat,
});
