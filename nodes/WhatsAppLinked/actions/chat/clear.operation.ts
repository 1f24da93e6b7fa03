import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const clear = defineOperation({
	name: 'Clear',
	action: 'Clear chat',
	description:
		'Delete all messages of a chat from your own devices, starred ones too. The chat stays, and others keep the messages.',
	command: 'chat.clear',
	fields: { chat },
	output: ({ id }) => ({ chat: id, cleared: true }),
});
