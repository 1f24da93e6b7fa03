import { fixed, label } from '../../../shared/fields';
import { chat } from '../chat/fields';
import { defineOperation } from '../define-operation';

export const addToChat = defineOperation({
	name: 'Add to Chat',
	action: 'Add label to chat',
	description:
		'Mark a chat with a label of WhatsApp Business, beside those that it has. Nobody but you sees it.',
	command: 'label.setOnChat',
	fields: { label, chat, labelled: fixed(true) },
	output: (done) => ({ ...done, labelled: true }),
});
