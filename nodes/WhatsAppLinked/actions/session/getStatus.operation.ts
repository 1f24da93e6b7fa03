import { defineOperation } from '../define-operation';

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get connection status',
	description:
		'Tell whether the number is linked and connected, how many messages wait to be sent, and whether WhatsApp lets it start new chats',
	command: 'session.status',
	fields: {},
});
