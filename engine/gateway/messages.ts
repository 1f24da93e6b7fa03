import type { MessageContent, MessageRef } from './content';
import type { ErrorShape } from './errors';
import type { Asking } from './questions';

export const MESSAGE_STATUSES = [
	'QUEUED',
	'SENDING',
	'SENT',
	'RECEIVED',
	'READ',
	'PLAYED',
	'FAILED',
	'CANCELLED',
] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Which messages leave before others: the first before all others. */
export const PRIORITIES = ['high', 'normal', 'low'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Where a send comes from: a run of a node in an execution, one call of a tool, or the user's own ID. */
export type MessageOrigin =
	| {
			executionId: string;
			/** When the execution began: numbers of executions come again where n8n's database was made anew. */
			startedAt?: number;
			nodeId: string;
			runIndex: number;
			itemIndex: number;
	  }
	/** Unique in the world. */
	| { callId: string }
	| { key: string };

/** Who sees a status: people in the phone's address book, or whoever is named, by phone number or LID. */
export interface StatusAudience {
	visibleTo: 'contacts' | 'contactsExcept' | 'only';
	/** Those that are excepted, or the only ones. */
	people?: string[];
}

export interface SendMessage {
	/** Phone number in any human form, or a chat ID (`...@s.whatsapp.net`, `...@g.us`, `...@lid`, `status@broadcast`). */
	to: string;
	/** Of a status. One that is deleted is deleted for those who were to see it. */
	audience?: StatusAudience;
	content: MessageContent;
	/**
	 * Where the send comes from. The message ID is derived from it (and from `to`, unless it is the user's own), so that n8n's
	 * Retry On Fail and a re-run after a crash meet the first record instead of sending twice.
	 */
	origin: MessageOrigin;
	/** Of an album, whose messages have one origin: which of its files it is, from 1. */
	part?: number;
	/** How long "typing..." (for audio: "recording audio...") is shown before the message leaves. */
	typingMs?: number;
	/** Pause after this message, instead of the account's own. */
	delayAfterMs?: number;
	/** The message that this one answers: of the same chat, of a group (with `privately`), or a status. */
	replyTo?: MessageRef;
	/** The answer goes to whoever wrote the message in the group `to`, not to the group. */
	privately?: boolean;
	/** Disappears after so many seconds: 86400, 604800 or 7776000; 0: never. Without it, as the chat has it. */
	expiresAfterSeconds?: number;
	/** Also to whoever wants no messages. */
	evenIfOptedOut?: boolean;
	/** It asks questions, whose answers an execution waits for. */
	asks?: Asking;
	/** It does not leave before this time (ISO 8601), within a year from now. One that has passed is none. */
	sendAt?: string;
	/** It has failed, as EXPIRED, when it has not left so long after `sendAt`, or else after it was queued. */
	expireAfterMs?: number;
	/** What it belongs to, in words of the user's: whoever has one can pause it, count it and take it out of the queue as a whole. */
	campaign?: string;
	/** Without one normal, and low where it belongs to a campaign. */
	priority?: Priority;
}

/** The ledger's record of one message of ours. */
export interface MessageRecord {
	messageId: string;
	status: MessageStatus;
	chat: string;
	queuedAt: string;
	/** It does not leave before; null where it leaves in its turn. */
	sendAt: string | null;
	sentAt: string | null;
	receivedAt: string | null;
	readAt: string | null;
	playedAt: string | null;
	/** Set when the status is FAILED. */
	error: ErrorShape | null;
	/** Only in answers to `message.send` and `message.find`: nothing is sent, as the Custom ID was used before. */
	duplicate?: true;
}

/** A record, and in groups, and of those who may see a status, whose status is what. */
export interface MessageDetails extends MessageRecord {
	participants: { phone: string | null; lid: string | null; status: MessageStatus; at: string }[];
	/** How many of them have it; null in chats with one person. */
	progress: GroupProgress | null;
}

/** How many participants of a group, or of those who may see a status, have a message of ours, besides ourselves. */
export interface GroupProgress {
	/** Null where it is not known how many there were when it was sent. */
	participants: number | null;
	deliveredTo: number;
	readBy: number;
	playedBy: number;
}
