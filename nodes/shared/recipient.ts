import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { addressIn } from './address';

/** Whom a message goes to. The engine understands every form; the modes only help the user to name the right one. */
export const recipientProperty: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'resourceLocator',
	default: { mode: 'phone', value: '' },
	required: true,
	description: 'Who gets the message',
	modes: [
		{
			displayName: 'From List',
			name: 'list',
			type: 'list',
			placeholder: 'Choose a contact or group...',
			hint: 'The contacts and groups of the linked number. Type to search.',
			typeOptions: { searchListMethod: 'searchChats', searchable: true },
		},
		{
			// Longer names are cut off in the panel.
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			placeholder: 'e.g. +55 11 90000-0001',
			hint: 'With country code: it is only optional for numbers of your own country. Spaces, dashes and brackets do not matter.',
		},
		{
			// What n8n shows for a mode of this name, whatever stands here.
			displayName: 'By ID',
			name: 'id',
			type: 'string',
			placeholder: 'e.g. 120363041234567890@g.us',
			hint: 'For groups, or to answer: drag chat or from of WhatsApp Linked Trigger here',
			validation: [
				{
					type: 'regex',
					properties: {
						// n8n adds the anchors.
						regex: '\\s*(\\S+@(s\\.whatsapp\\.net|g\\.us|lid)|[\\d-]+-(group|\\d{10}))\\s*',
						errorMessage:
							'A chat ID ends with @s.whatsapp.net, @g.us, @lid or -group. Channels and statuses cannot be written to yet.',
					},
				},
			],
		},
	],
};

/** An expression may yield a number, or a chat or person as the trigger puts it out. Error: INVALID_RECIPIENT. */
export function recipient(functions: IExecuteFunctions, itemIndex: number): string {
	return addressIn(functions.getNodeParameter('to', itemIndex, '', { extractValue: true }));
}
