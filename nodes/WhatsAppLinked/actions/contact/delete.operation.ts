import { contact } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const deleteContact = defineOperation({
	name: 'Delete',
	action: 'Delete contact',
	description:
		'Take a person out of the address book of the linked number. The chat and its messages stay.',
	command: 'contact.delete',
	fields: { contact: contact() },
	output: (person) => ({ deleted: true, ...person }),
});
