import { chat } from '../chat/fields';
import { defineOperation } from '../define-operation';

export const resume = defineOperation({
	name: 'Resume',
	action: 'Resume conversation',
	description:
		'Let what comes in a chat start workflows with Step Aside again, whatever has paused it. A chat with the label that pauses stays paused: take the label off.',
	command: 'conversation.resume',
	fields: { chat },
});
