import { defineOperation } from '../define-operation';

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get connection status',
	description:
		'Tell whether the number is linked and connected, and how many messages wait to be sent',
	command: 'session.status',
	fields: {},
});
