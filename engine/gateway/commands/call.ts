import type { EventChat } from '../events/envelope';
import type { Person } from '../incoming';
import { idempotent, mutation } from './command';

/** A call that does not ring any more. */
export interface RejectedCall {
	callId: string;
	/** Where it rang: the chat with the caller, or the group. */
	chat: EventChat;
	from: Person;
	isVideo: boolean;
}

export type CallMedia = 'voice' | 'video';

export interface CallLink {
	link: string;
	media: CallMedia;
	/** When the call is to begin; null: whenever somebody opens the link. */
	startsAt: string | null;
}

/** What came of a ring. */
export interface RingResult {
	callId: string;
	to: Person;
	/** `reached`: it rang, and nobody picked up. `notReached`: no phone of theirs said that it rings. */
	status: 'reached' | 'answered' | 'rejected' | 'notReached';
	/** In words, with what may be the reason. */
	message: string;
}

/** They need the connection. Errors: DISCONNECTED, RATE_LIMITED. */
export const callCommands = {
	/** Errors: NOT_ALLOWED where it does not ring, UNKNOWN_CALL. */
	'call.reject': idempotent<{ callId: string }, RejectedCall>(),
	/**
	 * Has somebody's phone ring for 5 to 15 seconds, 5 where nothing is said, and returns when it does not any more. Errors: INVALID_SETTING,
	 * INVALID_RECIPIENT, NOT_ON_WHATSAPP, NOT_ALLOWED.
	 */
	'call.ring': mutation<{ contact: string; forMs?: number }, RingResult>(),
	/** A link more, which nobody has, does no harm. Error: INVALID_CONTENT. */
	'call.createLink': idempotent<{ media: CallMedia; startsAt?: string }, CallLink>(),
};
