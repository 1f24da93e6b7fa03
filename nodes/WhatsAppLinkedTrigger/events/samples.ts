import type {
	Conversation,
	EventChat,
	EventEnvelope,
	MessageContext,
	MessageStatusEvent,
	Person,
	PersonAddress,
	SentFromPhoneEvent,
} from '../../../engine/gateway/contract';

/** What the samples of events share: the number is Ana's, and Bob writes to her. */

export const MESSAGE_ID = '3EB0A1B2C3D4E5F6A7B8C9';

export const ANAS: PersonAddress = { phone: '5511900000001', lid: '81896604192874@lid' };
export const BOBS: PersonAddress = { phone: '5511900000002', lid: '81896604192873@lid' };
export const ANA: Person = { ...ANAS, name: 'Ana' };
export const BOB: Person = { ...BOBS, name: 'Bob' };

export const DIRECT: EventChat = { id: '5511900000002@s.whatsapp.net', type: 'direct', ...BOB };
export const GROUP: EventChat = {
	id: '120363000000000001@g.us',
	type: 'group',
	phone: null,
	lid: null,
	name: 'Weekend trips',
};

/** Where all statuses are. */
export const STATUSES: EventChat = {
	id: 'status@broadcast',
	type: 'status',
	phone: null,
	lid: null,
	name: null,
};

/** @param id what follows the account in the ID of the event */
export function envelope(id: string): Omit<EventEnvelope, 'event'> {
	return {
		eventId: `credential-1:${id}`,
		timestamp: '2026-07-01T12:00:00.000Z',
		account: { id: 'credential-1', ...ANA },
	};
}

/** Around a message that stands alone. */
export const NO_CONTEXT: MessageContext = {
	replyTo: null,
	repliesToMe: false,
	quoted: null,
	mentions: [],
	mentionsMe: false,
	mentionsEveryone: false,
	forwarded: false,
	forwardingScore: 0,
	expiresAfterSeconds: null,
	viewOnce: false,
	isStatusReply: false,
	parent: null,
	ad: null,
};

/** Something that Bob did in his chat with the number. */
export function written(what: string) {
	return {
		...envelope(`${DIRECT.id}:${MESSAGE_ID}:${what}`),
		chat: DIRECT,
		messageId: MESSAGE_ID,
		from: BOB,
		fromMe: false,
		broadcast: false,
	};
}

/** A text that Bob wrote. */
export function message(): Omit<SentFromPhoneEvent, 'event'> {
	return {
		...written('incoming'),
		type: 'text',
		text: 'Do you deliver on Sundays?',
		...NO_CONTEXT,
		reference: 'q1Zx',
	};
}

/** How it stands with Bob's chat. */
const CONVERSATION: Conversation = {
	sessionId: 'f3hQz0K8yZ1vXw2Lr6TnGA',
	paused: false,
	pausedUntil: null,
	secondsSinceLastIncoming: 86_400,
	secondsSinceLastOutgoing: 60,
	firstContact: false,
};

/** Something that was done in his chat with the number. */
export function inChat<E extends object>(event: E): E & { conversation: Conversation } {
	return { ...event, conversation: CONVERSATION };
}

export function status(name: MessageStatusEvent['status']): Omit<MessageStatusEvent, 'event'> {
	return {
		...envelope(`${MESSAGE_ID}:${name}`),
		chat: { ...DIRECT, name: null },
		messageId: MESSAGE_ID,
		status: name,
	};
}
