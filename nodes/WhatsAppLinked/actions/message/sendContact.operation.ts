import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ContactCard } from '../../../../engine/gateway/contract';
import { asList, asText, textOf } from '../../../shared/parameters';
import { recipientProperty } from '../../../shared/recipient';
import type { Operation, OperationCall, Outcome } from '../operation';
import { collectionOf } from './entries';
import { send, sendOptionsProperty } from './send';

export const option: Operation['option'] = {
	name: 'Send Contact',
	action: 'Send one or several contacts',
	description: 'Send the contact card of one or several people or businesses',
};

export const description: INodeProperties[] = [
	recipientProperty,
	{
		displayName: 'Contact From',
		name: 'contactFrom',
		type: 'options',
		options: [
			{ name: 'Fields Below', value: 'fields', description: 'Name, numbers and more' },
			{ name: 'vCard', value: 'vcard', description: 'The text of a .vcf file' },
		],
		default: 'fields',
		description: 'Where the contact comes from',
	},
	{
		displayName: 'Contacts',
		name: 'contacts',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add contact',
		default: { entry: [{ name: '', phones: '' }] },
		displayOptions: { show: { contactFrom: ['fields'] } },
		description: 'The contacts to send. Several go out as one message.',
		options: [
			{
				displayName: 'Contact',
				name: 'entry',
				values: [
					{
						displayName: 'Business Description',
						name: 'business',
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
						placeholder: 'e.g.	+55 11 90000-0001,	+55 11 90000-0002',
						description: 'With country code, separated by commas',
					},
				],
			},
		],
	},
	{
		displayName: 'vCard',
		name: 'vcard',
		type: 'string',
		typeOptions: { rows: 6 },
		default: '',
		required: true,
		placeholder: 'e.g. BEGIN:VCARD…',
		displayOptions: { show: { contactFrom: ['vcard'] } },
		description: 'The text of a .vcf file; it may hold several contacts, one below the other',
	},
	sendOptionsProperty(),
];

export async function execute(call: OperationCall): Promise<Outcome> {
	const { functions, itemIndex } = call;
	const contacts =
		functions.getNodeParameter('contactFrom', itemIndex, 'fields') === 'vcard'
			? vcardsIn(textOf(functions, itemIndex, 'vcard'))
			: collectionOf(functions.getNodeParameter('contacts', itemIndex, {})).map(toCard);
	return await send(call, { type: 'contacts', contacts });
}

function toCard({ name, phones, organization, email, business }: IDataObject): ContactCard {
	return {
		name: asText(name).trim(),
		phones: asList(phones),
		organization: asText(organization).trim() || undefined,
		email: asText(email).trim() || undefined,
		business: asText(business).trim() || undefined,
	};
}

function vcardsIn(text: string): ContactCard[] {
	return text
		.split(/(?<=^END:VCARD[ \t]*$)/im)
		.map((vcard) => vcard.trim())
		.filter((vcard) => vcard !== '')
		.map((vcard) => ({ vcard }));
}
