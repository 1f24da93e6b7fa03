import { defineOperation } from '../define-operation';

export const reconnect = defineOperation({
	name: 'Reconnect',
	action: 'Reconnect to WhatsApp',
	description:
		'Close the connection to WhatsApp and open it again. Nothing is lost, and the number stays linked.',
	command: 'session.reconnect',
	fields: {},
});
