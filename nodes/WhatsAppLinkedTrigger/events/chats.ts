import type { ChatChangedEvent, ChatStartedEvent } from '../../../engine/gateway/contract';
import { chatStartedCallback } from '../zapi/notifications';
import { ANA, DIRECT, envelope, MESSAGE_ID } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

export const chatStarted: TriggerEvent<ChatStartedEvent> = {
	name: 'Chat Started',
	description:
		'Somebody writes to the number, or the number to somebody, for the first time. It comes besides the event of the message; chats from before the number was linked do not start.',
	filters: OF_ANY_CHAT,
	zapi: chatStartedCallback,
	sample: {
		event: 'chat.started',
		...envelope(`${DIRECT.id}:${MESSAGE_ID}:started`),
		chat: DIRECT,
		messageId: MESSAGE_ID,
		fromMe: false,
	},
};

export const chatChanged: TriggerEvent<ChatChangedEvent> = {
	name: 'Chat Changed',
	description:
		'A chat was archived, pinned, muted, read, marked as unread, cleared or deleted on the phone or another device, or its disappearing messages were set. What n8n does is not told.',
	filters: OF_ANY_CHAT,
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'chat.changed',
		...envelope(`${DIRECT.id}:muted:1782907200000`),
		chat: DIRECT,
		change: 'muted',
		mutedUntil: '2030-01-01T00:00:00.000Z',
		ephemeralSeconds: null,
		by: ANA,
	},
};
