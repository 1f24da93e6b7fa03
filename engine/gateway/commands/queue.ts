import type { MessageRecord, MessageStatus, Priority } from '../messages';
import { idempotent, query } from './command';

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

/** Whether messages are held, of the whole queue or of one campaign. */
export interface QueuePause {
	/** Also where the whole queue is paused. */
	paused: boolean;
	/** Null for the whole queue. */
	campaign: string | null;
	since: string | null;
	/** How many messages of it wait, also for a time to come. */
	waiting: number;
}

/** How far the messages of a campaign have come. One that was read was received and sent, and counts as all three. */
export interface CampaignStatistics {
	/** Null for those of no campaign: of these the records that are still there count. */
	campaign: string | null;
	/** Also where the whole queue is paused. */
	paused: boolean;
	queued: number;
	sending: number;
	/** WhatsApp has taken so many. */
	sent: number;
	received: number;
	read: number;
	played: number;
	/** For another reason than the following two. */
	failed: number;
	expired: number;
	/** The recipients have opted out while the messages waited. */
	optedOut: number;
	cancelled: number;
	total: number;
	firstQueuedAt: string | null;
	lastSentAt: string | null;
}

/** Campaigns are named without regard to capitals, accents and spaces. INVALID_SETTING where a name is none. */
export const queueCommands = {
	/** In the order in which they leave. */
	'queue.getMany': query<{ limit: number; campaign?: string | undefined }, QueuedMessage[]>(),
	/** Of all campaigns that have ever been, and of messages without one; or of one campaign, also one that has not begun. */
	'queue.statistics': query<{ campaign?: string | undefined }, CampaignStatistics[]>(),
	/** What is paused waits: the whole queue (null), or one campaign, also one that has not begun. What is to expire does. */
	'queue.pause': idempotent<{ campaign: string | null }, QueuePause>(),
	'queue.resume': idempotent<{ campaign: string | null }, QueuePause>(),
	/**
	 * Moves a waiting message to another time (ISO 8601), or to now with one that has passed. UNKNOWN_MESSAGE when it does not
	 * wait (any more).
	 */
	'queue.editTime': idempotent<{ messageId: string; sendAt: string }, MessageRecord>(),
	/** Takes a waiting message out of the queue. UNKNOWN_MESSAGE when it does not wait (any more). */
	'queue.delete': idempotent<{ messageId: string }, MessageRecord>(),
	/** All, or those of one campaign. */
	'queue.clear': idempotent<{ campaign?: string | undefined }, { deleted: number }>(),
};
