import { disappearing, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const setDisappearingMessages = defineOperation({
	name: 'Set Disappearing Messages',
	action: 'Set disappearing messages of chat',
	description:
		'Let the messages of a chat disappear after a time, or turn that off, for everyone in it. What is sent to the chat from then on keeps to it.',
	command: 'chat.setDisappearing',
	fields: {
		chat,
		seconds: named('duration', disappearing('After what time new messages of the chat disappear')),
	},
	output: ({ id }, { seconds }) => ({ chat: id, ephemeralSeconds: seconds }),
});
