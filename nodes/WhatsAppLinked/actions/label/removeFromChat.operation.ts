import { fixed, label } from '../../../shared/fields';
import { chat } from '../chat/fields';
import { defineOperation } from '../define-operation';

export const removeFromChat = defineOperation({
	name: 'Remove From Chat',
	action: 'Remove label from chat',
	description:
		'Take a label of WhatsApp Business away from a chat. The label itself stays, and so do its others.',
	command: 'label.setOnChat',
	fields: { label, chat, labelled: fixed(false) },
	output: (done) => ({ ...done, labelled: false }),
});
