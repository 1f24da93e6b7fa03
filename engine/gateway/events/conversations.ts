import type { EventChat, EventEnvelope } from './envelope';

/**
 * What triggers with Step Aside do: they step aside in a chat after the linked number has written there by hand. Without
 * `label` and words only that makes them, and the command `conversation.pause`.
 */
export interface StepAside {
	/** So long after each message that was written by hand; 0: such a message pauses nothing. */
	minutes: number;
	/** Whoever has the phone writes it into a chat to pause it until it is resumed. */
	pauseWord?: string;
	resumeWord?: string;
	/** A label of WhatsApp Business, by its ID or name: chats are paused as long as they have it. */
	label?: string;
}

/** Why triggers step aside in a chat. */
export type PauseReason = 'byHand' | 'word' | 'label' | 'operation';

/** How a conversation stood when something was written in it. */
export interface Conversation {
	/** Always the same for a person, whichever address they write from, or for a group. */
	sessionId: string;
	/** Whether triggers with Step Aside step aside in it. */
	paused: boolean;
	/** Null: it is not, or until it is resumed. */
	pausedUntil: string | null;
	/** Since the message before, of others and of the number itself. Null where none is known. */
	secondsSinceLastIncoming: number | null;
	secondsSinceLastOutgoing: number | null;
	/** Whether nothing was known of the chat before. Null in groups, and as long as the phone has not told of its chats. */
	firstContact: boolean | null;
}

export interface ConversationPausedEvent extends EventEnvelope {
	event: 'conversation.paused';
	chat: EventChat;
	reason: PauseReason;
	/** Null: until it is resumed. Each further message by hand prolongs it, which is no event. */
	until: string | null;
}

export interface ConversationResumedEvent extends EventEnvelope {
	event: 'conversation.resumed';
	chat: EventChat;
	reason: 'timeOver' | Exclude<PauseReason, 'byHand'>;
}
