import type { INodePropertyOptions } from 'n8n-workflow';

import type { EventChat, IncomingType } from '../../engine/gateway/contract';
import { alphabetical } from '../shared/alphabetical';
import { EVENTS } from './events';
import type { SentCallback } from './events/trigger-event';

export type ChatType = EventChat['type'];

/** The events in the user's words, in alphabetical order, as n8n wants lists. */
export const eventOptions: INodePropertyOptions[] = Object.entries(EVENTS)
	.map(([value, { name, description }]) => ({ name, value, description }))
	.sort(alphabetical(({ name }) => name));

const EVENT_NAMES = JSON.stringify(
	Object.fromEntries(eventOptions.map(({ name, value }) => [value, name])),
);

/** What stands below the trigger's name, as an expression: n8n knows the values that were chosen, not their names. */
export const subtitle = `={{ $parameter.events.map((event) => (${EVENT_NAMES})[event]).join(", ") }}`;

export const chatTypeOptions: Array<INodePropertyOptions & { value: ChatType }> = [
	{ name: 'Channels', value: 'channel', description: 'Channels that the number follows' },
	{ name: 'Direct', value: 'direct', description: 'Chats with one person' },
	{ name: 'Groups', value: 'group', description: 'Groups that the number is in' },
	{ name: 'Status', value: 'status', description: 'Status updates of contacts' },
];

/** Who answers what comes in answers people: an answer to each status or in each group gets a number banned. */
export const DEFAULT_CHATS: ChatType[] = ['direct'];

export type OutputFormat = 'simplified' | 'zapi' | 'raw';

export const outputFormatOptions: Array<INodePropertyOptions & { value: OutputFormat }> = [
	{
		name: 'Raw',
		value: 'raw',
		description: "Messages as WhatsApp's own protocol has them, for experts",
	},
	{
		name: 'Simplified',
		value: 'simplified',
		description: 'The same few fields for every kind of message',
	},
	{
		name: 'Z-API',
		value: 'zapi',
		description: 'The bodies of the webhooks of Z-API, for workflows that were built for it',
	},
];

export const DEFAULT_SENT_CALLBACK: SentCallback = 'deliveryCallback';

export const sentCallbackOptions: Array<INodePropertyOptions & { value: SentCallback }> = [
	{
		name: 'DeliveryCallback',
		value: 'deliveryCallback',
		description: "The body of Z-API's webhook on send",
	},
	{
		name: 'MessageStatusCallback',
		value: 'messageStatusCallback',
		description: "The body of Z-API's webhook on message status, with SENT as status",
	},
];

/** Kinds of messages in the user's words, in alphabetical order. */
export const messageTypeOptions: Array<INodePropertyOptions & { value: IncomingType }> = [
	{ name: 'Album', value: 'album', description: 'Announces pictures that follow' },
	{ name: 'Answer to an Event', value: 'eventAnswer', description: 'Going, not going or maybe' },
	{ name: 'Audio', value: 'audio', description: 'A music or sound file' },
	{ name: 'Buttons', value: 'buttons', description: 'A message with buttons' },
	{ name: 'Call', value: 'call', description: 'What the chat tells of a call' },
	{ name: 'Carousel', value: 'carousel', description: 'Cards with buttons' },
	{ name: 'Catalog', value: 'catalog', description: 'The card of a catalog' },
	{ name: 'Channel Invite', value: 'channelInvite', description: 'An invitation to a channel' },
	{ name: 'Chosen Row', value: 'listAnswer', description: 'A row of a list was chosen' },
	{ name: 'Contacts', value: 'contacts', description: 'One or several contact cards' },
	{ name: 'Document', value: 'document', description: 'A file of any kind' },
	{ name: 'Event', value: 'event', description: 'An event to come to' },
	{ name: 'Form', value: 'formAnswer', description: 'A form of a business was filled in' },
	{ name: 'GIF', value: 'gif', description: 'A short silent video' },
	{ name: 'Group Invite', value: 'groupInvite', description: 'An invitation to a group' },
	{ name: 'Image', value: 'image', description: 'A picture' },
	{ name: 'List', value: 'list', description: 'A message with rows to choose from' },
	{ name: 'Live Location', value: 'liveLocation', description: 'A place that moves' },
	{ name: 'Location', value: 'location', description: 'A place' },
	{ name: 'Only on the Phone', value: 'unavailable', description: 'Such as photos to see once' },
	{ name: 'Order', value: 'order', description: 'The cart of a customer' },
	{ name: 'Order Details', value: 'orderDetails', description: 'An order with its sum' },
	{ name: 'Other', value: 'unknown', description: 'A kind of message that is none of these' },
	{ name: 'Payment', value: 'payment', description: 'A payment, or a request for one' },
	{ name: 'Pin', value: 'pin', description: 'A message was pinned or unpinned' },
	{ name: 'PIX', value: 'pix', description: 'A PIX key' },
	{ name: 'Poll', value: 'poll', description: 'A question with options' },
	{ name: 'Poll Result', value: 'pollResult', description: 'How many chose what' },
	{ name: 'Poll Vote', value: 'pollVote', description: 'A vote that was cast on the phone' },
	{ name: 'Pressed Button', value: 'buttonAnswer', description: 'A button was pressed' },
	{ name: 'Product', value: 'product', description: 'The card of a product' },
	{
		name: 'Reaction',
		value: 'reaction',
		description: 'An emoji that was put on a message on the phone',
	},
	{ name: 'Sticker', value: 'sticker', description: 'A sticker, still or moving' },
	{ name: 'Sticker Pack', value: 'stickerPack', description: 'A set of stickers' },
	{ name: 'Text', value: 'text', description: 'A text, with or without a link' },
	{ name: 'Video', value: 'video', description: 'A video' },
	{ name: 'Video Note', value: 'videoNote', description: 'A round video' },
	{ name: 'Voice Message', value: 'voice', description: 'A recorded message' },
];
