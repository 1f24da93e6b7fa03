import type {
	ChannelAdminChangedEvent,
	ChannelChangedEvent,
	ChannelPostedEvent,
	EventChat,
	PostReactionsEvent,
} from '../../../engine/gateway/contract';
import { channelAdminCallback } from '../zapi/channels';
import { receivedCallback } from '../zapi/received';
import { ANA, BOB, envelope, message, MESSAGE_ID } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

const STANZA_ID = '1782907200-1';

const CHANNEL: EventChat = {
	...{ id: '120363400000000001@newsletter', type: 'channel' },
	...{ phone: null, lid: null, name: null },
};

export const channelPosted: TriggerEvent<ChannelPostedEvent> = {
	name: 'Channel Post',
	description:
		'Something was posted in a channel that the number runs or follows. It comes once, also where Chats lets channels in.',
	filters: ['chats', 'messageTypes', 'texts', 'maxAgeMinutes'],
	zapi: (event, { fileError }) => receivedCallback(event, fileError),
	sample: {
		event: 'channel.posted',
		...message(),
		...envelope(`${CHANNEL.id}:${MESSAGE_ID}:incoming:posted`),
		chat: CHANNEL,
		from: { phone: null, lid: null, name: null },
		text: 'New in the shop: sunflowers',
	},
};

export const channelAdminChanged: TriggerEvent<ChannelAdminChangedEvent> = {
	name: 'Channel Admin Promoted or Demoted',
	description:
		'Someone became an admin of a channel that the number runs, or is none any more. The field change says which.',
	filters: OF_ANY_CHAT,
	zapi: channelAdminCallback,
	sample: {
		event: 'channel.adminChanged',
		...envelope(`${CHANNEL.id}:${STANZA_ID}:promoted`),
		chat: CHANNEL,
		by: ANA,
		change: 'promoted',
		admin: BOB,
		isMe: false,
	},
};

export const channelChanged: TriggerEvent<ChannelChangedEvent> = {
	name: 'Channel Changed',
	description:
		'A channel has another name, description, picture or setting, was suspended or deleted, or was followed, left or muted on the phone. The field change says which.',
	filters: OF_ANY_CHAT,
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'channel.changed',
		...envelope(`${CHANNEL.id}:${STANZA_ID}:name`),
		chat: CHANNEL,
		by: null,
		change: 'name',
		name: 'Weekly offers',
	},
};

export const postReactions: TriggerEvent<PostReactionsEvent> = {
	name: 'Post Reaction Count',
	description:
		'Followers have reacted to a post of a channel that the number runs. The event has the counts of all emoji, not who it was.',
	filters: OF_ANY_CHAT,
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'channel.postReactions',
		...envelope(`${CHANNEL.id}:${STANZA_ID}:100`),
		chat: CHANNEL,
		by: null,
		messageId: MESSAGE_ID,
		serverId: '100',
		views: 12,
		reactions: [{ emoji: '👍', count: 3 }],
	},
};
