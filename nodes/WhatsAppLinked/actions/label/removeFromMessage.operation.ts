import { fixed, label, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat, target } from '../message/target';

export const removeFromMessage = defineOperation({
	name: 'Remove From Message',
	action: 'Remove label from message',
	description: 'Take a label of WhatsApp Business away from one message. The label itself stays.',
	command: 'label.setOnMessage',
	fields: {
		label,
		chat: named('to', chat),
		target: target('The ID of the message that loses the label'),
		labelled: fixed(false),
	},
	output: (done) => ({ ...done, labelled: false }),
});
