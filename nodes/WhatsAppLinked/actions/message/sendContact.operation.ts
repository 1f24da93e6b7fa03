import type { INodeProperties } from 'n8n-workflow';

import type { ContactCard } from '../../../../engine/gateway/contract';
import { asList, asText, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { entriesOf, entriesProperties, fieldsOf } from './entries';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Contact',
	action: 'Send contact',
	description: 'Send the contact card of one or several people or businesses',
};

const CONTACTS = { name: 'contacts', label: 'Contacts' };

export const description: INodeProperties[] = [
	recipientProperty,
	...entriesProperties({
		...CONTACTS,
		entry: 'Contact',
		description: 'The contacts to send. Several go out as one message.',
		values: [
			// In the order in which people fill them in.
			{
				displayName: 'Name',
				name: 'name',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. Ana Souza',
				description: 'The name of the contact',
			},
			{
				displayName: 'Phone Numbers',
				name: 'phones',
				type: 'string',
				default: '',
				required: true,
				placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
				description: 'With country code, separated by commas',
			},
			{
				displayName: 'Business Description',
				name: 'businessDescription',
				type: 'string',
				default: '',
				placeholder: 'e.g. Bakery in the old town',
				description: 'What the business does. Makes it the card of a business.',
			},
			{
				displayName: 'Company',
				name: 'organization',
				type: 'string',
				default: '',
				placeholder: 'e.g. Example Ltd',
				description: 'Where the person works',
			},
			{
				displayName: 'Email',
				name: 'email',
				type: 'string',
				default: '',
				placeholder: 'name@email.com',
				description: 'The email address of the contact',
			},
		],
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
	}),
	{
		displayName: 'vCard',
		name: 'vcard',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		required: true,
		placeholder: 'e.g. BEGIN:VCARD…',
		displayOptions: { show: { contactsDefine: ['vcard'] } },
		description: 'The text of a .vcf file; it may hold several contacts, one below the other',
	},
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const contacts =
		functions.getNodeParameter('contactsDefine', itemIndex, 'fields') === 'vcard'
			? vcardsIn(textOf(functions, itemIndex, 'vcard'))
			: entriesOf(functions, itemIndex, CONTACTS).map(toCard);
	return await send(call, { type: 'contacts', contacts });
}

/** In JSON the names of the fields are Z-API's. */
function toCard(entry: unknown): ContactCard {
	const { name, phones, organization, email, businessDescription } = fieldsOf(entry);
	return {
		name: asText(name).trim(),
		phones: asList(phones),
		organization: asText(organization).trim() || undefined,
		email: asText(email).trim() || undefined,
		business: asText(businessDescription).trim() || undefined,
	};
}

function vcardsIn(text: string): ContactCard[] {
	return text
		.split(/(?<=^END:VCARD[ \t]*$)/im)
		.map((vcard) => vcard.trim())
		.filter((vcard) => vcard !== '')
		.map((vcard) => ({ vcard }));
}
