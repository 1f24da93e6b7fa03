import type { MessageRecord, MessageStatus, Priority } from '../messages';
import { idempotent, query, type NoInput } from './command';

export interface QueuedMessage {
	messageId: string;
	status: MessageStatus;
	chat: string;
	queuedAt: string;
	/** It does not leave before; null where it leaves in its turn. */
	sendAt: string | null;
	campaign: string | null;
	priority: Priority;
	/** A short extract of the text. */
	preview: string;
}

export const queueCommands = {
	/** In the order in which they leave. */
	'queue.getMany': query<{ limit: number }, QueuedMessage[]>(),
	/**
	 * Moves a waiting message to another time (ISO 8601), or to now with one that has passed. UNKNOWN_MESSAGE when it does not
	 * wait (any more).
	 */
	'queue.editTime': idempotent<{ messageId: string; sendAt: string }, MessageRecord>(),
	/** Takes a waiting message out of the queue. UNKNOWN_MESSAGE when it does not wait (any more). */
	'queue.delete': idempotent<{ messageId: string }, MessageRecord>(),
	'queue.clear': idempotent<NoInput, { deleted: number }>(),
};
