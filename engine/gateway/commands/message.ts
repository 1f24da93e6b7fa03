import type { MessageRef } from '../content';
import type { MessageDetails, MessageRecord, SendMessage } from '../messages';
import { idempotent, query } from './command';

/** What was done to messages. */
export interface ActionDone {
	chat: string;
	messageIds: string[];
}

export const messageCommands = {
	/**
	 * Committed to disk when it returns; QUEUED, or what the first record of the same origin has become. A `{ key }` whose
	 * message ended before it was handed to WhatsApp is free again. Error: INVALID_SETTING where it ended after that.
	 */
	'message.send': idempotent<SendMessage, MessageRecord>(),
	/**
	 * The record of an earlier send of the same origin: its files need not be taken in again. Null where there is none, and
	 * nothing speaks against the rest of it: a message that is refused needs no files either.
	 */
	'message.find': query<Omit<SendMessage, 'content'>, MessageRecord | null>(),
	/** Resolves when the message has reached `status` (or one after it); TIMEOUT otherwise. */
	'message.wait': query<
		{ messageId: string; status: 'SENT' | 'RECEIVED' | 'READ'; timeoutMs: number },
		MessageRecord
	>(),
	/** How far a message of ours has come; in groups with every participant. Error: UNKNOWN_MESSAGE. */
	'message.status': query<{ messageId: string }, MessageDetails>(),
	/** These act at once and need the connection. Error: DISCONNECTED. */
	'message.star': idempotent<{ chat: string; target: MessageRef; starred: boolean }, ActionDone>(),
	'message.deleteForMe': idempotent<{ chat: string; target: MessageRef }, ActionDone>(),
	'message.markRead': idempotent<{ chat: string; targets: MessageRef[] }, ActionDone>(),
};
