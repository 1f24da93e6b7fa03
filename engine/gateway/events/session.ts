import type { LinkState } from '../session';
import type { EventEnvelope } from './envelope';

export interface SessionEvent extends EventEnvelope {
	event: 'session.connected' | 'session.disconnected' | 'session.loggedOut';
	state: LinkState;
	/** Why, for a disconnect or logout. */
	reason: string | null;
}

/**
 * Why WhatsApp lets the number start no new chats. `reachOutTimelock`: it restricts the number. `newChatCap`: the number has
 * started as many as it may for now.
 */
export type RestrictionReason = 'reachOutTimelock' | 'newChatCap';

/** WhatsApp lets the number start no new chats, or says another end of that than before. Chats that exist go on. */
export interface RestrictedEvent extends EventEnvelope {
	event: 'session.restricted';
	reason: RestrictionReason;
	/** Null: WhatsApp does not say. Then it is tried again after an hour. */
	until: string | null;
	/** What that means, in words. */
	text: string;
}

/** The number may start new chats again: the time is over, or WhatsApp said so. */
export interface RestrictionLiftedEvent extends EventEnvelope {
	event: 'session.restrictionLifted';
	reason: RestrictionReason;
	/** Since when it was restricted. */
	since: string;
}

/** The limits that a user sets, and WhatsApp's own of new chats. */
export type NumberLimit =
	| 'messagesPerDay'
	| 'messagesPerHour'
	| 'newChatsPerDay'
	| 'newChatsPerHour'
	| 'newChatCap';

/** A limit is reached, and messages wait for it; or WhatsApp warns that it soon will be. */
export interface LimitReachedEvent extends EventEnvelope {
	event: 'session.limitReached';
	limit: NumberLimit;
	/** Null where WhatsApp does not say. */
	max: number | null;
	used: number | null;
	/** When there is room again; null where that is not known. */
	until: string | null;
	/** Messages that wait for it. */
	waiting: number;
	level: 'warning' | 'reached';
}
