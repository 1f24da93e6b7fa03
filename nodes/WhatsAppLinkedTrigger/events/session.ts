import type {
	EventDroppedEvent,
	LimitReachedEvent,
	RestrictedEvent,
	RestrictionLiftedEvent,
	SessionEvent,
} from '../../../engine/gateway/contract';
import { connectedCallback, disconnectedCallback } from '../zapi/callbacks';
import { DIRECT, envelope } from './samples';
import type { TriggerEvent } from './trigger-event';

export const connected: TriggerEvent<SessionEvent> = {
	name: 'Connected',
	description: 'The number came online and can send and receive',
	filters: [],
	zapi: connectedCallback,
	sample: {
		event: 'session.connected',
		...envelope('session.connected:LINKED:1782907200000'),
		state: 'LINKED',
		reason: null,
	},
};

export const disconnected: TriggerEvent<SessionEvent> = {
	name: 'Disconnected',
	description: 'The number lost its connection to WhatsApp. It reconnects by itself.',
	filters: [],
	zapi: disconnectedCallback,
	sample: {
		event: 'session.disconnected',
		...envelope('session.disconnected:LINKED:1782907200000'),
		state: 'LINKED',
		reason: 'The connection was closed (428).',
	},
};

export const loggedOut: TriggerEvent<SessionEvent> = {
	name: 'Logged Out',
	description: 'The number was unlinked, here or on the phone. It must be linked again.',
	filters: [],
	zapi: disconnectedCallback,
	sample: {
		event: 'session.loggedOut',
		...envelope('session.loggedOut:LOGGED_OUT:1782907200000'),
		state: 'LOGGED_OUT',
		reason: 'The number was logged out in n8n.',
	},
};

export const restricted: TriggerEvent<RestrictedEvent> = {
	name: 'Number Restricted',
	description:
		'WhatsApp lets the number start no new chats for a time, or says another end of that. Chats that exist go on.',
	filters: [],
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'session.restricted',
		...envelope('session.restricted:reachOutTimelock:1782907200000'),
		reason: 'reachOutTimelock',
		until: '2026-07-04T12:00:00.000Z',
		text: 'WhatsApp restricts this number: it may start no new chats until 2026-07-04T12:00:00.000Z. Chats that exist go on; messages that would start a new one wait until then.',
	},
};

export const restrictionLifted: TriggerEvent<RestrictionLiftedEvent> = {
	name: 'Restriction Lifted',
	description: 'The number may start new chats again: the time is over, or WhatsApp said so',
	filters: [],
	zapi: (event) => event,
	sample: {
		event: 'session.restrictionLifted',
		...envelope('session.restrictionLifted:reachOutTimelock:1782907200000'),
		reason: 'reachOutTimelock',
		since: '2026-06-28T12:00:00.000Z',
	},
};

export const limitReached: TriggerEvent<LimitReachedEvent> = {
	name: 'Limit Reached',
	description:
		'A limit of messages or of new chats, your own or one of WhatsApp, is reached, and messages wait for it; or WhatsApp warns that it soon will be',
	filters: [],
	zapi: (event) => event,
	sample: {
		event: 'session.limitReached',
		...envelope('session.limitReached:newChatCap:reached:1782907200000'),
		...{ limit: 'newChatCap', max: 50, used: 50, until: '2026-07-20T00:00:00.000Z' },
		...{ waiting: 12, level: 'reached' },
	},
};

export const dropped: TriggerEvent<EventDroppedEvent> = {
	name: 'Event Dropped',
	description:
		'A trigger does not get an event, because n8n refused to start its workflow with it again and again',
	filters: [],
	// Z-API knows nothing like it.
	zapi: (event) => event,
	sample: {
		event: 'event.dropped',
		...envelope('event.dropped:17:workflow-1:node-1'),
		dropped: {
			event: 'message.incoming',
			eventId: `credential-1:${DIRECT.id}:3EB0C0FFEE0000000001:incoming`,
			count: 1,
			messageId: '3EB0C0FFEE0000000001',
			chatId: DIRECT.id,
			subscription: 'workflow-1:node-1',
		},
		reason:
			'n8n refused to start the workflow with it, again and again, while it took others. It is not handed over any more.',
	},
};
