import { defineSend } from './define-send';
import { reference } from './fields';
import { newMessageOptions } from './send-options';
import { target } from './target';

export const forward = defineSend({
	name: 'Forward',
	action: 'Forward message',
	description:
		'Send a message from one chat on to another, with its file if it has one. Polls, events and what can be viewed once cannot be forwarded.',
	type: 'forward',
	fields: {
		target: target('The ID of the message to forward, from any chat', { reference: reference() }),
	},
	sendOptions: newMessageOptions('Typing'),
});
