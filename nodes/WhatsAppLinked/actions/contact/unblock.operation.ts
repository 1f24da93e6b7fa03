import { contact, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const unblock = defineOperation({
	name: 'Unblock',
	action: 'Unblock contact',
	description: 'Let a person who was blocked write to and call the linked number again',
	command: 'contact.setBlocked',
	fields: { contact: contact(), blocked: fixed(false) },
	output: (person) => ({ ...person, blocked: false }),
});
