import { contact, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const optIn = defineOperation({
	name: 'Opt In',
	action: 'Opt contact in to messages',
	description: 'Take a person off the list of those who want no messages',
	command: 'contact.setOptedOut',
	fields: { contact: contact(), optedOut: fixed(false) },
});
