import { defineOperation } from '../define-operation';
import { messageId } from './fields';

export const getStatus = defineOperation({
	name: 'Get Status',
	action: 'Get status of message',
	description:
		'See whether a message that was sent from this number was sent, received, read or played, and when; in groups also by whom',
	command: 'message.status',
	fields: { messageId: messageId('The ID that the message was sent with, from the last 30 days') },
});
