import { chat } from '../chat/fields';
import { defineOperation } from '../define-operation';

export const getState = defineOperation({
	name: 'Get State',
	action: 'Get state of conversation',
	description:
		'See whether a chat is paused for workflows with Step Aside, why and until when, and the session ID under which memory of the conversation is kept',
	command: 'conversation.get',
	fields: { chat },
});
