import { contact, optionalText, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const upsert = defineOperation({
	name: 'Create or Update',
	action: 'Create or update contact',
	description:
		'Write a person into the address book of the linked number, which the phone saves, too; or rename them there',
	command: 'contact.save',
	fields: {
		contact: contact(),
		fullName: text({
			displayName: 'Full Name',
			required: true,
			placeholder: 'e.g. Ana Souza',
			description: 'What the person is called in the address book, up to 100 characters',
		}),
	},
	options: {
		firstName: optionalText({
			displayName: 'First Name',
			placeholder: 'e.g. Ana',
			description: 'The first name alone. Without it, it is the first word of the full name.',
		}),
	},
});
