import type { ErrorShape } from './errors';
import type { MessageBody, MessagePointer, Person, PersonAddress } from './incoming';
import type { GroupProgress, MessageStatus } from './messages';
import type { LinkState } from './session';

/** What happens, and how to be told of it. */
export const EVENT_TYPES = [
	'message.sent',
	'message.received',
	'message.read',
	'message.played',
	'message.failed',
	'message.incoming',
	'message.reaction',
	'message.pollVote',
	'message.sentFromPhone',
	'message.edited',
	'message.deleted',
	'session.connected',
	'session.disconnected',
	'session.loggedOut',
	'event.dropped',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export interface EventChat extends PersonAddress {
	id: string;
	type: 'direct' | 'group' | 'channel' | 'status';
	name: string | null;
}

/** The envelope that every event has; what belongs to the event type follows in the members below. */
export interface EventEnvelope {
	event: EventType;
	/** Stable across redelivery. */
	eventId: string;
	/** WhatsApp's own time where it gives one. */
	timestamp: string;
	account: { id: string; phone: string | null; lid: string | null; name: string | null };
}

export interface MessageStatusEvent extends EventEnvelope {
	event: 'message.sent' | 'message.received' | 'message.read' | 'message.played' | 'message.failed';
	chat: EventChat;
	messageId: string;
	status: MessageStatus;
	error?: ErrorShape;
	/** In groups: whose status this is, and how far the others have come. */
	participant?: PersonAddress;
	progress?: GroupProgress;
}

/** What all events of a message have that somebody wrote. */
interface WrittenEvent extends EventEnvelope {
	chat: EventChat;
	messageId: string;
	from: Person;
	/** Whether the linked number wrote it. */
	fromMe: boolean;
	/** Whether its author sent it to a broadcast list. */
	broadcast: boolean;
}

/** What somebody wrote, with all that it says. */
interface ContentEvent extends WrittenEvent, MessageBody {
	/**
	 * The message itself, sealed: whatever is done to it later (answer, forward, vote, download its file) can be done by
	 * this when the engine has forgotten what it said. Null for reactions, votes and the like, and for huge messages.
	 */
	reference: string | null;
	/** WhatsApp's own message as JSON, without its secret keys; for subscriptions that ask for it. */
	raw?: object;
}

/** Somebody wrote to the number. */
export interface IncomingMessageEvent extends ContentEvent {
	event: 'message.incoming';
}

/** Somebody reacted, or voted. Nobody means to answer these when he answers messages. */
export interface ReactionEvent extends ContentEvent {
	event: 'message.reaction';
}
export interface PollVoteEvent extends ContentEvent {
	event: 'message.pollVote';
}

/** The number itself wrote, on the phone or another linked device. */
export interface SentFromPhoneEvent extends ContentEvent {
	event: 'message.sentFromPhone';
}

/** A message was changed: `messageId` is the one that it had from the beginning, the rest is how it reads now. */
export interface MessageEditedEvent extends ContentEvent {
	event: 'message.edited';
	/** The ID of the change itself. */
	editId: string;
}

/** A message was deleted for everyone. `from` is who did it: the author or, in a group, an admin. */
export interface MessageDeletedEvent extends WrittenEvent {
	event: 'message.deleted';
	/** Who wrote the message. */
	author: Pick<MessagePointer, 'fromMe' | 'from'>;
	/**
	 * Somebody deleted another member's message in a group, and WhatsApp did not tell whether they are an admin. What is kept
	 * of the message stays then.
	 */
	unconfirmed?: true;
}

export interface SessionEvent extends EventEnvelope {
	event: 'session.connected' | 'session.disconnected' | 'session.loggedOut';
	state: LinkState;
	/** Why, for a disconnect or logout. */
	reason: string | null;
}

/** n8n refused events of a trigger again and again: they were put aside, so that what was behind them goes on. */
export interface EventDroppedEvent extends EventEnvelope {
	event: 'event.dropped';
	dropped: {
		/** The first of the events, and how many there were. */
		event: EventType;
		eventId: string;
		count: number;
		messageId: string | null;
		chatId: string | null;
		/** The `durableId` of the subscription: workflow and node. */
		subscription: string;
	};
	/** What happened, in words. */
	reason: string;
}

export type EngineEvent =
	| MessageStatusEvent
	| IncomingMessageEvent
	| ReactionEvent
	| PollVoteEvent
	| SentFromPhoneEvent
	| MessageEditedEvent
	| MessageDeletedEvent
	| SessionEvent
	| EventDroppedEvent;

/**
 * A wish for events. With a `durableId` the engine keeps what was not acknowledged, over restarts of n8n, and hands it
 * over again when the same `durableId` subscribes next; without one it lives as long as the connection to the engine.
 */
export interface Subscription {
	durableId?: string;
	events: EventType[];
	/** `now`: forget what an earlier subscription of the same `durableId` left; `resume`: go on after it. */
	start: 'now' | 'resume';
	/** Whether messages come with `raw`. */
	raw?: boolean;
}

/**
 * One hand-over: the events of one thing that happened (a receipt for n messages is n events). The engine hands the
 * batch over again after a restart unless the promise resolved.
 */
export interface EventBatch {
	/** Stable across redelivery: the first event's `eventId`. */
	batchId: string;
	events: EngineEvent[];
}

export type EventListener = (batch: EventBatch) => Promise<void>;

/** Told of a batch that its listener has refused too often, and does not get any more. */
export type DroppedListener = (event: EventDroppedEvent) => void;
