import { fixed, label, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat, target } from '../message/target';

export const addToMessage = defineOperation({
	name: 'Add to Message',
	action: 'Add label to message',
	description:
		'Mark one message with a label of WhatsApp Business, for example an order. Nobody but you sees it.',
	command: 'label.setOnMessage',
	fields: {
		label,
		chat: named('to', chat),
		target: target('The ID of the message that gets the label'),
		labelled: fixed(true),
	},
	output: (done) => ({ ...done, labelled: true }),
});
