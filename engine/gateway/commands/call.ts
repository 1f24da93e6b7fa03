import type { EventChat } from '../events/envelope';
import type { Person } from '../incoming';
import { idempotent } from './command';

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

/** They need the connection. Errors: DISCONNECTED, RATE_LIMITED. */
export const callCommands = {
	/** Errors: NOT_ALLOWED where it does not ring, UNKNOWN_CALL. */
	'call.reject': idempotent<{ callId: string }, RejectedCall>(),
	/** A link more, which nobody has, does no harm. Error: INVALID_CONTENT. */
	'call.createLink': idempotent<{ media: CallMedia; startsAt?: string }, CallLink>(),
};
