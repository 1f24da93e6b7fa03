import type {
	BlocklistChangedEvent,
	BusinessChangedEvent,
	ContactChangedEvent,
	PresenceChangedEvent,
	ProfileChangedEvent,
} from '../../../engine/gateway/contract';
import { presenceCallback } from '../zapi/callbacks';
import { businessCallback, profileCallback } from '../zapi/notifications';
import { BOB, DIRECT, envelope } from './samples';
import { OF_ANY_CHAT, OF_PEOPLE, type TriggerEvent } from './trigger-event';

const STANZA_ID = '1782907200-2';

export const contactChanged: TriggerEvent<ContactChangedEvent> = {
	name: 'Contact Changed',
	description:
		'Someone has another name, picture, about text, phone number or security code. The field change says which.',
	filters: OF_ANY_CHAT,
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'contact.changed',
		...envelope(`${DIRECT.id}:${STANZA_ID}:about`),
		chat: DIRECT,
		contact: BOB,
		change: 'about',
		about: 'On holiday',
	},
};

export const businessChanged: TriggerEvent<BusinessChangedEvent> = {
	name: 'Business Account Changed',
	description:
		'Someone uses WhatsApp Business, or no more, or WhatsApp has verified the name of the business. The field change says which. Also where the first message of a business shows that it is one.',
	filters: OF_ANY_CHAT,
	zapi: businessCallback,
	sample: {
		event: 'contact.businessChanged',
		...envelope(`${DIRECT.id}:${STANZA_ID}:verified`),
		chat: DIRECT,
		contact: BOB,
		change: 'verified',
		verifiedName: 'Flowers by Bob',
		level: 'high',
		formerName: 'Flowers by Bob',
		formerLevel: 'unknown',
	},
};

export const presenceChanged: TriggerEvent<PresenceChangedEvent> = {
	name: 'Presence',
	description:
		'Someone came online, went offline, types, records, or stopped. WhatsApp tells it only while the number itself is online: for a day after Subscribe to Presence, in which the phone shows no notifications.',
	filters: OF_PEOPLE,
	zapi: presenceCallback,
	sample: {
		event: 'presence.changed',
		...envelope(`${DIRECT.id}:${DIRECT.id}:unavailable:1782907200000`),
		chat: DIRECT,
		from: BOB,
		presence: 'unavailable',
		lastSeen: '2026-07-01T12:00:00.000Z',
	},
};

export const blocklistChanged: TriggerEvent<BlocklistChangedEvent> = {
	name: 'Blocked List Changed',
	description: 'Someone was blocked or unblocked on the phone or another linked device',
	filters: ['maxAgeMinutes'],
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'blocklist.changed',
		...envelope(`blocklist:${STANZA_ID}`),
		blocked: [BOB],
		unblocked: [],
	},
};

export const profileChanged: TriggerEvent<ProfileChangedEvent> = {
	name: 'Profile Changed',
	description:
		'The number has another name, picture or about text. The field change says which; of the name the event says what it is now.',
	filters: ['maxAgeMinutes'],
	zapi: profileCallback,
	sample: {
		event: 'profile.changed',
		...envelope('profile:1782907200000:name'),
		change: 'name',
		name: 'Ana from the shop',
	},
};
