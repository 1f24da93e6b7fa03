import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getBlocked = defineOperation({
	name: 'Get Blocked',
	action: 'Get blocked contacts',
	description: 'List the people who are blocked, on the phone or by Block',
	command: 'contact.getBlocked',
	fields: { limit: limit('contacts') },
});
