import type { Resource } from './operation';
import { byName, propertiesOf, subtitleOf } from './operation';
import * as business from './business';
import * as call from './call';
import * as channel from './channel';
import * as chat from './chat';
import * as collection from './collection';
import * as community from './community';
import * as contact from './contact';
import * as conversation from './conversation';
import * as group from './group';
import * as label from './label';
import { operations as message } from './message';
import * as order from './order';
import * as privacy from './privacy';
import * as product from './product';
import * as profile from './profile';
import * as queue from './queue';
import * as session from './session';
import * as status from './status';

/**
 * Messages come first in n8n's list of actions, as that is what most come for. A new resource is one entry here; a new
 * operation is one file, and named in its resource's `index.ts`.
 */
export const resources: readonly Resource[] = [
	{
		option: {
			name: 'Message',
			value: 'message',
			description: 'Send messages of every kind, and edit, delete, forward or react to them',
		},
		operations: message,
		defaultOperation: 'sendText',
	},
	{
		option: {
			name: 'Business',
			value: 'business',
			description:
				'See what a business shows of itself, and change that of the linked number, which needs WhatsApp Business for it',
		},
		operations: byName(business),
		defaultOperation: 'getProfile',
	},
	{
		option: {
			name: 'Call',
			value: 'call',
			description: 'Let a phone ring, reject calls, and create links to calls',
		},
		operations: byName(call),
		defaultOperation: 'reject',
	},
	{
		option: {
			name: 'Channel',
			value: 'channel',
			description: 'Create and follow channels, post in them, and say who runs them',
		},
		operations: byName(channel),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Chat',
			value: 'chat',
			description: 'Read chats and their messages, and archive, pin, mute, clear or delete them',
		},
		operations: byName(chat),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Collection',
			value: 'collection',
			description: 'Show products of the catalog of WhatsApp Business together',
		},
		operations: byName(collection),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Community',
			value: 'community',
			description: 'Create communities, and link groups to them',
		},
		operations: byName(community),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Contact',
			value: 'contact',
			description:
				'Find out who is on WhatsApp and who they are, keep the address book, block people',
		},
		operations: byName(contact),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Conversation',
			value: 'conversation',
			description: 'Say in which chats workflows step aside for a person, and see where they do',
		},
		operations: byName(conversation),
		defaultOperation: 'pause',
	},
	{
		option: {
			name: 'Group',
			value: 'group',
			description: 'Create groups, see and change who is in them, and what they may do there',
		},
		operations: byName(group),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Label',
			value: 'label',
			description: 'Mark chats and messages with labels (tags) of WhatsApp Business',
		},
		operations: byName(label),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Order',
			value: 'order',
			description:
				'Send orders to customers, tell them what becomes of these, and see what they put into the cart',
		},
		operations: byName(order),
		defaultOperation: 'sendOrder',
	},
	{
		option: {
			name: 'Privacy',
			value: 'privacy',
			description:
				'See and change who may see what of the linked number, and who may write to it, call it or add it to groups',
		},
		operations: byName(privacy),
		defaultOperation: 'get',
	},
	{
		option: {
			name: 'Product',
			value: 'product',
			description: 'See, add and change products in the catalog of WhatsApp Business',
		},
		operations: byName(product),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Profile',
			value: 'profile',
			description: 'See and change what others see of the linked number: name, about and picture',
		},
		operations: byName(profile),
		defaultOperation: 'get',
	},
	{
		option: {
			name: 'Queue',
			value: 'queue',
			description: 'List the messages that wait to be sent, or keep them from being sent',
		},
		operations: byName(queue),
		defaultOperation: 'getAll',
	},
	{
		option: {
			name: 'Session',
			value: 'session',
			description: 'Link a number, check its connection and its phone, restart it, or log it out',
		},
		operations: byName(session),
		defaultOperation: 'getStatus',
	},
	{
		option: {
			name: 'Status',
			value: 'status',
			description:
				'Post statuses, which contacts see for 24 hours, delete them, and see who has opened them',
		},
		operations: byName(status),
		defaultOperation: 'postText',
	},
];

export const properties = propertiesOf(resources, 'message');

export const subtitle = subtitleOf(resources);
