import { limit, trimmedText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many contacts',
	description:
		'List the people that the linked number knows: those in the address book of the phone, and those who wrote to it',
	command: 'contact.getMany',
	fields: {
		search: trimmedText({
			displayName: 'Search',
			placeholder: 'e.g. Ana',
			description: 'Part of a name or phone number. Leave it empty to list everybody.',
		}),
		limit: limit('contacts'),
	},
});
