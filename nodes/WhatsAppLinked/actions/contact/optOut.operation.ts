import { contact, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const optOut = defineOperation({
	name: 'Opt Out',
	action: 'Opt contact out of messages',
	description:
		'Put a person on the list of those who want no messages of the linked number: what is sent to them fails with OPTED_OUT',
	command: 'contact.setOptedOut',
	fields: { contact: contact(), optedOut: fixed(true) },
});
