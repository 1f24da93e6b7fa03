import { contact } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const resolveLid = defineOperation({
	name: 'Resolve LID',
	action: 'Resolve LID or phone number',
	description:
		'Find the phone number behind a LID, the ID by which WhatsApp hides numbers, or the LID of a phone number',
	command: 'contact.resolve',
	fields: { contact: contact() },
});
