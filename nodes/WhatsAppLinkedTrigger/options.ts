import type { INodePropertyOptions } from 'n8n-workflow';

import type { EventChat, EventType } from '../../engine/gateway/contract';

export type ChatType = EventChat['type'];

/** The events in the user's words, in alphabetical order, as n8n wants lists. */
export const eventOptions: Array<INodePropertyOptions & { value: EventType }> = [
	{
		name: 'Connected',
		value: 'session.connected',
		description: 'The number came online and can send and receive',
	},
	{
		name: 'Disconnected',
		value: 'session.disconnected',
		description: 'The number lost its connection to WhatsApp. It reconnects by itself.',
	},
	{
		name: 'Incoming Message',
		value: 'message.incoming',
		description: 'Someone wrote to the number, in a chat or a group',
	},
	{
		name: 'Logged Out',
		value: 'session.loggedOut',
		description: 'The number was unlinked, here or on the phone. It must be linked again.',
	},
	{
		name: 'Message Failed',
		value: 'message.failed',
		description: 'A message could not be sent. The event says why.',
	},
	{
		name: 'Message Played',
		value: 'message.played',
		description: 'The recipient listened to a voice message or watched a video',
	},
	{
		name: 'Message Read',
		value: 'message.read',
		description: 'The recipient opened a message (two blue ticks)',
	},
	{
		name: 'Message Received by Recipient',
		value: 'message.received',
		description: "A message arrived on the recipient's phone (two ticks)",
	},
	{
		name: 'Message Sent',
		value: 'message.sent',
		description: 'WhatsApp has taken a message (one tick)',
	},
];

export const chatTypeOptions: Array<INodePropertyOptions & { value: ChatType }> = [
	{ name: 'Channels', value: 'channel', description: 'Channels that the number follows' },
	{ name: 'Direct', value: 'direct', description: 'Chats with one person' },
	{ name: 'Groups', value: 'group', description: 'Groups that the number is in' },
	{ name: 'Status', value: 'status', description: 'Status updates of contacts' },
];

export const ALL_CHAT_TYPES = chatTypeOptions.map(({ value }) => value);
