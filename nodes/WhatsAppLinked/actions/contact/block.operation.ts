import { contact, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const block = defineOperation({
	name: 'Block',
	action: 'Block contact',
	description: 'Keep a person from writing to or calling the linked number. They are not told.',
	command: 'contact.setBlocked',
	fields: { contact: contact(), blocked: fixed(true) },
	output: (person) => ({ ...person, blocked: true }),
});
