import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { Mentions } from '../../../../engine/gateway/contract';
import { addressesIn, addressIn } from '../../../shared/address';
import { asText, booleanOf } from '../../../shared/parameters';
import { groupProperty } from '../../../shared/recipient';

/** The options that say whom a text or caption notifies. */
export const mentionOptions: INodeProperties[] = [
	{
		displayName: 'Mention Everyone',
		name: 'mentionEveryone',
		type: 'boolean',
		default: true,
		description: 'Whether to notify everyone in the group, also those who muted it',
	},
	{
		displayName: 'Mention Groups',
		name: 'mentionGroups',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add group',
		default: {},
		description:
			'Groups of the same community to link to. Write @ and the chat ID of the group in the text where each should stand, for example @120363041234567890@g.us.',
		options: [
			{
				displayName: 'Group',
				name: 'group',
				values: [
					groupProperty,
					{
						displayName: 'Name',
						name: 'name',
						type: 'string',
						default: '',
						required: true,
						placeholder: 'e.g. Weekend trips',
						description: 'The name of the group, as it should be shown',
					},
				],
			},
		],
	},
	{
		displayName: 'Mentions',
		name: 'mentions',
		type: 'string',
		default: '',
		placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
		description:
			'Phone numbers of group members to notify, separated by commas. Write @ and the digits of the number in the text where each should stand, for example @5511900000001. Without that they are notified silently.',
	},
];

/** What the user set of them. */
export function mentionsOf(functions: IExecuteFunctions, itemIndex: number): Mentions {
	const option = (name: string, fallback: unknown) =>
		functions.getNodeParameter(`options.${name}`, itemIndex, fallback as string) as unknown;
	const mentions = addressesIn(option('mentions', ''));
	const groups = (option('mentionGroups', {}) as { group?: IDataObject[] }).group ?? [];
	const everyone = booleanOf(functions, itemIndex, 'options.mentionEveryone', 'Mention Everyone');
	return {
		...(mentions.length > 0 && { mentions }),
		...(everyone && { mentionEveryone: true }),
		...(groups.length > 0 && {
			mentionGroups: groups.map(({ chat, name }) => ({
				chat: addressIn(chat),
				name: asText(name).trim(),
			})),
		}),
	};
}
