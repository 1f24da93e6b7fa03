import type { ChatChangedEvent } from '../../../engine/gateway/contract';
import { ANA, DIRECT, envelope } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

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
