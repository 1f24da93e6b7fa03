import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

import { addressIn } from '../address';
import {
	channelModes,
	communityModes,
	followedChannelModes,
	groupModes,
	personModes,
	recipientProperty,
} from '../recipient';
import { field, type Described, type Field } from './field';

/** A chat, a group or a person, chosen from a list or typed. */
export function locator(property: Omit<INodeProperties, 'name'>): Field<string> {
	return field(property, addressIn);
}

/** Whom a message goes to. */
export const recipient = locator(recipientProperty);

/** A group, by what the engine knows it by: its ID or its name. */
export function group(described: Partial<Described> = {}): Field<string> {
	const modes = groupModes(
		'Drag id of Create or Get Many here, or chat of WhatsApp Linked Trigger',
	);
	return locator({
		displayName: 'Group',
		required: true,
		description: 'The group, one that the linked number is in',
		...described,
		...alsoByName(modes, 'group', 'e.g. Weekend trips'),
	});
}

/** A community, by what the engine knows it by: its ID or its name. */
export const community = locator({
	displayName: 'Community',
	required: true,
	description: 'The community, one that the linked number is in',
	...alsoByName(communityModes, 'community', 'e.g. Neighbors of Elm Street'),
});

function alsoByName(
	modes: INodePropertyMode[],
	what: string,
	placeholder: string,
): Pick<INodeProperties, 'type' | 'default' | 'modes'> {
	return {
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		modes: [
			...modes,
			{
				displayName: 'By Name',
				name: 'name',
				type: 'string',
				placeholder,
				hint: `The whole name. Only one ${what} of the number may have it.`,
			},
		],
	};
}

/** A person, by what the engine knows them by: their phone number or LID. */
export function contact(described: Partial<Described> = {}): Field<string> {
	return locator({
		displayName: 'Contact',
		required: true,
		description: 'The person: a phone number with country code, or an ID that ends in @lid',
		...described,
		type: 'resourceLocator',
		default: { mode: 'phone', value: '' },
		modes: personModes({
			list: 'The people that the linked number knows. Type to search.',
			id: 'Or drag from of WhatsApp Linked Trigger here',
		}),
	});
}

/** A channel that the linked number owns or is admin of. */
export const ownChannel = locator({
	displayName: 'Channel',
	required: true,
	description: 'A channel that the linked number owns or is admin of',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: channelModes,
});

/** Any channel: most that is done to one that is not its own, the number does to one that it follows. */
export const channel = locator({
	displayName: 'Channel',
	required: true,
	description: 'The channel: its ID, which ends in @newsletter, or its invite link',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	modes: followedChannelModes,
});
