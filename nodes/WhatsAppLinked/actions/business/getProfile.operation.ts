import { choice, contact, shownWith, type Field } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

const whose = choice({
	displayName: 'Profile Of',
	options: [
		{ name: 'A Contact', value: 'contact' },
		{ name: 'The Linked Number', value: 'linkedNumber' },
	],
	default: 'contact',
	description: 'Whose profile it is: of a contact, or linkedNumber for that of the number itself',
});
const person = shownWith({ of: ['contact'] }, contact());

/** Null: the linked number. */
const business: Field<string | null> = {
	properties: (name) => [...whose.properties('of'), ...person.properties(name)],
	read: (place, name) =>
		whose.read(place, 'of') === 'linkedNumber' ? null : person.read(place, name),
};

export const getProfile = defineOperation({
	name: 'Get Profile',
	action: 'Get business profile',
	description:
		'Get what a business shows of itself: description, address, email, websites, categories, opening hours and cover. Of anybody who has WhatsApp Business, or of the linked number itself.',
	command: 'business.getProfile',
	fields: { contact: business },
});
