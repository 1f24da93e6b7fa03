import { defineAction } from './define-send';
import { messageText } from './fields';
import { mentions } from './mentions';

export const editText = defineAction({
	name: 'Edit Text',
	action: 'Edit text message',
	description: 'Change the text of a message that was sent from this number at most 15 minutes ago',
	type: 'editText',
	messageId: 'The ID of the text message to change',
	fields: { text: messageText('e.g. Your order leaves at 3 pm.') },
	options: mentions,
});
