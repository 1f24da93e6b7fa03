import type { Mentions } from '../../../../engine/gateway/contract';
import {
	field,
	listOf,
	locator,
	mapped,
	toggle,
	trimmedText,
	type FieldsOf,
} from '../../../shared/fields';
import { addressesIn } from '../../../shared/address';
import { groupProperty } from '../../../shared/recipient';

/** Whom a text or caption notifies. */
export const mentions: FieldsOf<Mentions> = {
	mentionEveryone: mapped(
		toggle({
			displayName: 'Mention Everyone',
			default: true,
			description: 'Whether to notify everyone in the group, also those who muted it',
		}),
		(everyone) => everyone || undefined,
	),
	mentionGroups: mapped(
		listOf(
			{
				displayName: 'Mention Groups',
				typeOptions: { multipleValues: true },
				placeholder: 'Add group',
				default: {},
				description:
					'Groups of the same community to link to. Write @ and the chat ID of the group in the text where each should stand, for example @120363041234567890@g.us.',
			},
			{
				displayName: 'Group',
				name: 'group',
				values: {
					chat: locator(groupProperty),
					name: trimmedText({
						displayName: 'Name',
						required: true,
						placeholder: 'e.g. Weekend trips',
						description: 'The name of the group, as it should be shown',
					}),
				},
			},
		),
		unlessEmpty,
	),
	mentions: field(
		{
			displayName: 'Mentions',
			type: 'string',
			default: '',
			placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
			description:
				'Phone numbers of group members to notify, separated by commas. Write @ and the digits of the number in the text where each should stand, for example @5511900000001. Without that they are notified silently.',
		},
		(value) => unlessEmpty(addressesIn(value)),
	),
};

function unlessEmpty<T>(list: T[]): T[] | undefined {
	return list.length > 0 ? list : undefined;
}
