import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const unmute = defineOperation({
	name: 'Unmute',
	action: 'Unmute chat',
	description: 'Let a chat notify again on all your devices',
	command: 'chat.unmute',
	fields: { chat },
	output: ({ id, muted }) => ({ chat: id, muted }),
});
