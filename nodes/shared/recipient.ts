import type { INodeProperties, INodePropertyMode } from 'n8n-workflow';

/** Fields that name a chat, a group or a person. The engine understands every form; the modes only help to name the right one. */

const GROUP_ID = String.raw`\S+@g\.us|[\d-]+-(group|\d{10})`;
/** Z-API writes them without an ending. */
const COMMUNITY_ID = String.raw`\S+@g\.us|\d+(-group)?`;
const CHANNEL_ID = String.raw`\S+@newsletter`;
const CHANNEL_LINK = String.raw`\S*whatsapp\.com/channel/\S+`;
const PERSON_ID = String.raw`\S+@(s\.whatsapp\.net|lid)`;

/** n8n adds the anchors. */
const validId = (regex: string, errorMessage: string): INodePropertyMode['validation'] => [
	{ type: 'regex', properties: { regex: `\\s*(${regex})\\s*`, errorMessage } },
];

/** Whom a message goes to. */
export const recipientProperty: INodeProperties = {
	displayName: 'To',
	name: 'to',
	type: 'resourceLocator',
	default: { mode: 'phone', value: '' },
	required: true,
	description:
		'Who gets the message: a phone number with country code, or the chat ID of a person or a group',
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
			validation: validId(
				`${PERSON_ID}|${GROUP_ID}`,
				'A chat ID ends with @s.whatsapp.net, @g.us, @lid or -group. In channels one posts with the resource Channel, statuses with Status.',
			),
		},
	],
};

const [fromList, byPhone, byId] = recipientProperty.modes as [
	INodePropertyMode,
	INodePropertyMode,
	INodePropertyMode,
];

/** Every way to choose a chat of any kind. */
export const chatModes: INodePropertyMode[] = [
	fromList,
	byPhone,
	{
		...byId,
		hint: 'Or the ID of a group or channel',
		validation: validId(
			`${PERSON_ID}|${GROUP_ID}|${CHANNEL_ID}|status@broadcast`,
			'A chat ID ends with @s.whatsapp.net, @g.us, @lid, -group or @newsletter.',
		),
	},
];

/** Every way to choose a person. `hints`: which people are listed, and what may be dragged there. */
export const personModes = (hints: { list: string; id: string }): INodePropertyMode[] => [
	{
		...fromList,
		placeholder: 'Choose a person...',
		hint: hints.list,
		typeOptions: { searchListMethod: 'searchSenders', searchable: true },
	},
	byPhone,
	{
		...byId,
		placeholder: 'e.g. 120000000911557@lid',
		hint: hints.id,
		validation: validId(PERSON_ID, 'The chat ID of a person ends with @s.whatsapp.net or @lid.'),
	},
];

/** Every way to choose a group. `hint`: what may be dragged there. */
export const groupModes = (hint: string): INodePropertyMode[] => [
	{
		...fromList,
		placeholder: 'Choose a group...',
		hint: 'The groups of the linked number. Type to search.',
		typeOptions: { searchListMethod: 'searchGroups', searchable: true },
	},
	{
		...byId,
		hint,
		validation: validId(GROUP_ID, 'The chat ID of a group ends with @g.us or -group.'),
	},
];

export const groupProperty: INodeProperties = {
	displayName: 'Group',
	name: 'chat',
	type: 'resourceLocator',
	default: { mode: 'list', value: '' },
	required: true,
	description: 'The group, or its chat ID',
	modes: groupModes('Or drag chat of WhatsApp Linked Trigger here'),
};

/** Every way to choose a community but by its name. */
export const communityModes: INodePropertyMode[] = [
	{
		...fromList,
		placeholder: 'Choose a community...',
		hint: 'The communities of the linked number. Type to search.',
		typeOptions: { searchListMethod: 'searchCommunities', searchable: true },
	},
	{
		...byId,
		hint: 'Drag id of Create or Get Many here',
		validation: validId(COMMUNITY_ID, 'The ID of a community ends with @g.us.'),
	},
];

/** Every way to choose a channel. `hint`: which ones are listed. */
const channelModesOf = (hint: string, searchListMethod: string): INodePropertyMode[] => [
	{
		...fromList,
		placeholder: 'Choose a channel...',
		hint,
		typeOptions: { searchListMethod, searchable: true },
	},
	{
		...byId,
		placeholder: 'e.g. 120363041234567890@newsletter',
		hint: 'Or drag chat of WhatsApp Linked Trigger here',
		validation: validId(CHANNEL_ID, 'The chat ID of a channel ends with @newsletter.'),
	},
	{
		...byId,
		displayName: 'By Invite Link',
		name: 'link',
		placeholder: 'e.g. https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp',
		hint: 'The link that the channel shows under its name',
		validation: validId(
			CHANNEL_LINK,
			'The invite link of a channel starts with https://whatsapp.com/channel/.',
		),
	},
];

/** Those that the number runs. */
export const channelModes = channelModesOf(
	'The channels that the linked number owns or is admin of. Type to search.',
	'searchChannels',
);

/** A link has to be asked about, and what is posted waits in the queue without a connection. */
const withoutLink = (modes: INodePropertyMode[]) => modes.filter(({ name }) => name !== 'link');
export const postModes = withoutLink(channelModes);

/** Those that it follows, too. */
export const followedChannelModes = channelModesOf(
	'The channels that the linked number runs or follows. Type to search.',
	'searchFollowedChannels',
);

export const reactionModes = withoutLink(followedChannelModes);

export const senderProperty: INodeProperties = {
	displayName: 'Sender',
	name: 'sender',
	type: 'resourceLocator',
	default: { mode: 'phone', value: '' },
	description:
		'Only for group messages of more than 30 days ago, or from before the number was linked: the phone number or chat ID of whoever sent the message',
	modes: personModes({
		list: 'The members of the group that is chosen as the chat. Type to search.',
		id: 'Or drag from of WhatsApp Linked Trigger here',
	}),
};
