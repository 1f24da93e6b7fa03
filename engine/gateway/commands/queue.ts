import type { MessageRecord, MessageStatus } from '../messages';
import { idempotent, query, type NoInput } from './command';

export interface QueuedMessage {
	messageId: string;
	status: MessageStatus;
	chat: string;
	queuedAt: string;
	/** A short extract of the text. */
	preview: string;
}

export const queueCommands = {
	'queue.getMany': query<{ limit: number }, QueuedMessage[]>(),
	/** Takes a waiting message out of the queue. UNKNOWN_MESSAGE when it does not wait (any more). */
	'queue.delete': idempotent<{ messageId: string }, MessageRecord>(),
	'queue.clear': idempotent<NoInput, { deleted: number }>(),
};
