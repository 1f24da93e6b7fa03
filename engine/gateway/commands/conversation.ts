import type { PauseReason } from '../events/conversations';
import { idempotent, query } from './command';

/** A chat with a person or of a group, and whether triggers with Step Aside step aside in it. */
export interface ConversationState {
	id: string;
	type: 'direct' | 'group';
	phone: string | null;
	lid: string | null;
	name: string | null;
	/** As in the events of its messages. */
	sessionId: string;
	paused: boolean;
	/** Null where it is not paused. */
	reason: PauseReason | null;
	/** Null also where it is paused by a label. */
	since: string | null;
	/** Null also where it is paused until it is resumed. */
	until: string | null;
}

/**
 * A chat is named by a phone number or its ID, also one that has not begun; WhatsApp is asked nothing. A mutation puts out
 * how it is then. Error: INVALID_RECIPIENT.
 */
export const conversationCommands = {
	/** In the place of an earlier pause. `minutes` null: until it is resumed. Error: INVALID_SETTING. */
	'conversation.pause': idempotent<{ chat: string; minutes: number | null }, ConversationState>(),
	/** What has a label that pauses stays paused. */
	'conversation.resume': idempotent<{ chat: string }, ConversationState>(),
	'conversation.get': query<{ chat: string }, ConversationState>(),
	/** The longest paused ones first, then those with a label that pauses. */
	'conversation.getPaused': query<{ limit: number }, ConversationState[]>(),
};
