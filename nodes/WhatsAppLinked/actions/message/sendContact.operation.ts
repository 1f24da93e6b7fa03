import type { ContactCard } from '../../../../engine/gateway/contract';
import {
	entries,
	list,
	mapped,
	named,
	optionalText,
	text,
	trimmedText,
	type Field,
} from '../../../shared/fields';
import { defineSend } from './define-send';

type Card = Extract<ContactCard, { phones: string[] }>;

const cards = entries<Card>({
	label: 'Contacts',
	entry: 'Contact',
	description: 'The contacts to send. Several go out as one message.',
	// In the order in which people fill them in. In JSON they have Z-API's names.
	values: {
		name: trimmedText({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. Ana Souza',
			description: 'The name of the contact',
		}),
		phones: list({
			displayName: 'Phone Numbers',
			required: true,
			placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
			description: 'With country code, separated by commas',
		}),
		business: named(
			'businessDescription',
			optionalText({
				displayName: 'Business Description',
				placeholder: 'e.g. Bakery in the old town',
				description: 'What the business does. Makes it the card of a business.',
			}),
		),
		organization: optionalText({
			displayName: 'Company',
			placeholder: 'e.g. Example Ltd',
			description: 'Where the person works',
		}),
		email: optionalText({
			displayName: 'Email',
			placeholder: 'name@email.com',
			description: 'The email address of the contact',
		}),
	},
	initially: 1,
	example: [
		{ name: 'Ana Souza', phones: ['+55 11 90000-0001'] },
		{
			name: 'Bakery',
			phones: ['+55 11 90000-0002', '+55 11 90000-0003'],
			businessDescription: 'Bread and cakes',
		},
	],
	jsonDescription:
		'A list of objects with "name", "phones" and, if you like, "email", "organization" and "businessDescription"',
	otherWays: [{ name: 'Using vCard', value: 'vcard', description: 'The text of a .vcf file' }],
});

const vcards = mapped(
	text({
		displayName: 'vCard',
		typeOptions: { rows: 6 },
		required: true,
		placeholder: 'e.g. BEGIN:VCARD…',
		displayOptions: { show: { contactsDefine: ['vcard'] } },
		description: 'The text of a .vcf file; it may hold several contacts, one below the other',
	}),
	vcardsIn,
);

const contacts: Field<ContactCard[]> = {
	properties: (name) => [...cards.properties(name), ...vcards.properties('vcard')],
	read: (place, name) =>
		place.get('contactsDefine') === 'vcard' ? vcards.read(place, 'vcard') : cards.read(place, name),
};

export const sendContact = defineSend({
	name: 'Send Contact',
	action: 'Send contact',
	description: 'Send the contact card of one or several people or businesses',
	type: 'contacts',
	fields: { contacts },
});

function vcardsIn(file: string): ContactCard[] {
	return file
		.split(/(?<=^END:VCARD[ \t]*$)/im)
		.map((vcard) => vcard.trim())
		.filter((vcard) => vcard !== '')
		.map((vcard) => ({ vcard }));
}
