/**
 * The door between the two worlds: everything n8n's side (`nodes/`, `credentials/`) may ask of the engine and
 * everything it gets back. All of it but the bytes of files is plain JSON, so that the engine can live in a worker
 * thread today and in another process tomorrow. Times are ISO 8601 UTC strings, durations are milliseconds unless the name says otherwise, phone
 * numbers are digits with country code.
 */

import type { Readable } from 'node:stream';
import type { MessageContent, MessageRef } from './content';
import type { OpenedMedia, OpenMedia, StoredMedia, StoreMedia } from './media';
import type { DroppedListener, EventListener, GroupProgress, Subscription } from './events';

/** Where WhatsApp is. Absent: the real one. Only loopback hosts are accepted: it exists for the simulator. */
export interface Endpoint {
	/** `ws://127.0.0.1:port/path` */
	url: string;
	/** Base64 of the 32-byte public key that signs the server's Noise certificate. */
	trustedKey: string;
	/** PEM of the authority that signed the media hosts' TLS certificates. */
	ca?: string;
	/** Host and port of the media host that files are downloaded from. */
	mediaHost?: string;
}

export interface GatewayOptions {
	/** Folder that holds one sub-folder per account. */
	dataDir: string;
	/** n8n's own encryption key; the keys that seal the stored session are derived from it. */
	encryptionKey: string;
	endpoint?: Endpoint;
}

/** One linked number = one n8n credential. */
export interface AccountRef {
	/** The credential's id. */
	id: string;
	settings: AccountSettings;
}

/** What n8n has of credentials of ours. */
export interface CredentialList {
	ids: readonly string[];
	/** Tells this database of n8n from another one. */
	database: string;
	/** The ID of the newest execution: a database that was put back has an older one than it had. */
	newestExecution: number;
}

export interface AccountSettings {
	/** The number to link by code; empty when the user links by QR code only. */
	phone: string;
	/** Shortest and longest pause between two messages. */
	minGapMs: number;
	maxGapMs: number;
	/** How long the content of a sent message is kept after its last status. 0: deleted as soon as it was sent. */
	keepContentHours: number;
	/** How many gigabytes of files are downloaded in a day at most. */
	downloadGigabytes?: number;
}

// --- Errors ---------------------------------------------------------------------------------------------------------

export const ERROR_CODES = [
	'NOT_LINKED',
	'LOGGED_OUT',
	'REPLACED',
	'BANNED',
	'OUTDATED',
	'IN_USE',
	'DISCONNECTED',
	'BACKLOG_STALLED',
	'WRONG_KEY',
	'DAMAGED',
	'OLD_COPY',
	'INVALID_RECIPIENT',
	'NOT_ON_WHATSAPP',
	'INVALID_CONTENT',
	'UNSUPPORTED_MEDIA',
	'MEDIA_TOO_LARGE',
	'MEDIA_UNREACHABLE',
	'INVALID_SETTING',
	'UNKNOWN_MESSAGE',
	'TOO_LATE',
	'NOT_ALLOWED',
	'QUEUE_FULL',
	'EXPIRED',
	'REJECTED',
	'RESTRICTED',
	'TIMEOUT',
	'TOO_MANY_CODES',
	'STORE_FAILED',
	'ENGINE_STOPPED',
	'INTERNAL',
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** What went wrong in words a user understands: `message` says what happened, `hint` what to do now. */
export interface ErrorShape {
	code: ErrorCode;
	message: string;
	hint: string;
	retryable: boolean;
}

// --- Session --------------------------------------------------------------------------------------------------------

/**
 * UNLINKED: no number. WAITING: a code or QR code is shown, the phone has not answered. LINKING: the phone has
 * accepted, keys are exchanged. LINKED: done (connected or not: see `connected`). The others are ends that need a person.
 */
export const LINK_STATES = [
	'UNLINKED',
	'WAITING',
	'LINKING',
	'LINKED',
	'LOGGED_OUT',
	'REPLACED',
	'BANNED',
	'OUTDATED',
] as const;
export type LinkState = (typeof LINK_STATES)[number];

export interface SessionStatus {
	state: LinkState;
	connected: boolean;
	phone: string | null;
	/** The profile name of the number, where WhatsApp has told it. */
	name: string | null;
	onlineSince: string | null;
	/** When the last message came in, and when WhatsApp took the last one of ours. */
	lastMessageIn: string | null;
	lastMessageOut: string | null;
	/** Messages that wait to be sent. */
	queueLength: number;
	/** Events of the last seven days that n8n refused so often that they were put aside, where there are any. */
	droppedEvents?: number;
	/** Until when WhatsApp lets the number open no new chats. */
	restrictedUntil: string | null;
	lastError: ErrorShape | null;
	/** All of this in one line for a person. */
	summary: string;
}

/** An 8-character code to type on the phone, or the reason why there is none. */
export interface LinkCode {
	/** `ABCD-1234`; null when the number is linked already. */
	code: string | null;
	expiresAt: string | null;
	status: SessionStatus;
}

export interface LinkQr {
	/** PNG as base64; null when the number is linked already. */
	png: string | null;
	/** What the PNG shows, as text. */
	text: string | null;
	expiresAt: string | null;
	status: SessionStatus;
}

// --- Messages -------------------------------------------------------------------------------------------------------

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

export interface SendMessage {
	/** Phone number in any human form, or a chat ID (`...@s.whatsapp.net`, `...@g.us`, `...@lid`). */
	to: string;
	content: MessageContent;
	/**
	 * Where the send comes from. The message ID is derived from it (and from `to`, unless it is the user's own), so that n8n's
	 * Retry On Fail and a re-run after a crash meet the first record instead of sending twice.
	 */
	origin: MessageOrigin;
	/** How long "typing..." (for audio: "recording audio...") is shown before the message leaves. */
	typingMs?: number;
	/** Pause after this message, instead of the account's own. */
	delayAfterMs?: number;
	/** The message that this one answers: of the same chat, of a group (with `privately`), or a status. */
	replyTo?: MessageRef;
	/** The answer goes to whoever wrote the message in the group `to`, not to the group. */
	privately?: boolean;
	/** Disappears after so many seconds: 86400, 604800 or 7776000. */
	expiresAfterSeconds?: number;
}

/** The ledger's record of one message of ours. */
export interface MessageRecord {
	messageId: string;
	status: MessageStatus;
	chat: string;
	queuedAt: string;
	sentAt: string | null;
	receivedAt: string | null;
	readAt: string | null;
	playedAt: string | null;
	/** Set when the status is FAILED. */
	error: ErrorShape | null;
	/** Only in answers to `message.send` and `message.find`: nothing is sent, as the Custom ID was used before. */
	duplicate?: true;
}

/** A record, and in groups whose status is what. */
export interface MessageDetails extends MessageRecord {
	participants: { phone: string | null; lid: string | null; status: MessageStatus; at: string }[];
	/** How many of a group have it; null in chats with one person. */
	progress: GroupProgress | null;
}

/** What was done to messages. */
export interface ActionDone {
	chat: string;
	messageIds: string[];
}

/** Somebody or some group to write to. */
export interface ChatEntry {
	chat: string;
	type: 'direct' | 'group';
	name: string;
	phone: string | null;
}

export interface QueuedMessage {
	messageId: string;
	status: MessageStatus;
	chat: string;
	queuedAt: string;
	/** A short extract of the text. */
	preview: string;
}

// --- Commands -------------------------------------------------------------------------------------------------------

/** Every command the engine takes: input and output. Adding an operation adds one line here. */
export interface Commands {
	'session.status': { input: Record<string, never>; output: SessionStatus };
	/**
	 * For the credential: waits a moment for the connection, and compares the number that was typed with the one that is
	 * linked. Error: INVALID_SETTING where it is another one, or none.
	 */
	'session.check': { input: Record<string, never>; output: SessionStatus };
	/** Asks WhatsApp for a code, or returns the one that is still good. Returns at once when the number is linked. */
	'session.linkByCode': { input: Record<string, never>; output: LinkCode };
	/** Starts showing QR codes, or returns the one that is still good. */
	'session.linkByQr': { input: Record<string, never>; output: LinkQr };
	'session.logOut': { input: Record<string, never>; output: SessionStatus };
	'session.reconnect': { input: Record<string, never>; output: SessionStatus };
	/** Logs out and deletes everything that is stored of the account. Error: DISCONNECTED when offline. */
	'session.forget': { input: Record<string, never>; output: SessionStatus };
	/**
	 * Committed to disk when it returns; QUEUED, or what the first record of the same origin has become. A `{ key }` whose
	 * message ended before it was handed to WhatsApp is free again. Error: INVALID_SETTING where it ended after that.
	 */
	'message.send': { input: SendMessage; output: MessageRecord };
	/**
	 * The record of an earlier send of the same origin: its files need not be taken in again. Null where there is none, and
	 * nothing speaks against the rest of it: a message that is refused needs no files either.
	 */
	'message.find': { input: Omit<SendMessage, 'content'>; output: MessageRecord | null };
	/** Deletes files that were taken in for a message that is not sent after all. */
	'media.discard': { input: { mediaIds: readonly string[] }; output: null };
	/** Resolves when the message has reached `status` (or one after it); TIMEOUT otherwise. */
	'message.wait': {
		input: { messageId: string; status: 'SENT' | 'RECEIVED' | 'READ'; timeoutMs: number };
		output: MessageRecord;
	};
	/** How far a message of ours has come; in groups with every participant. Error: UNKNOWN_MESSAGE. */
	'message.status': { input: { messageId: string }; output: MessageDetails };
	/** These act at once and need the connection. Error: DISCONNECTED. */
	'message.star': {
		input: { chat: string; target: MessageRef; starred: boolean };
		output: ActionDone;
	};
	'message.deleteForMe': { input: { chat: string; target: MessageRef }; output: ActionDone };
	'message.markRead': { input: { chat: string; targets: MessageRef[] }; output: ActionDone };
	/** People and groups whose name or number holds the words, best first. */
	'chat.search': { input: { query: string; limit: number }; output: ChatEntry[] };
	'queue.getMany': { input: { limit: number }; output: QueuedMessage[] };
	/** Takes a waiting message out of the queue. UNKNOWN_MESSAGE when it does not wait (any more). */
	'queue.delete': { input: { messageId: string }; output: MessageRecord };
	'queue.deleteAll': { input: Record<string, never>; output: { deleted: number } };
}
export type CommandName = keyof Commands;

export interface Gateway {
	/** Rejects with an EngineError. A command that was under way when the engine's thread died is run again: all are idempotent. */
	request<C extends CommandName>(
		account: AccountRef,
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']>;

	/**
	 * Takes a file in for a message that is sent next. What no message uses within an hour is deleted. The stream is
	 * destroyed when the file is refused: UNSUPPORTED_MEDIA, MEDIA_TOO_LARGE, MEDIA_UNREACHABLE (the stream broke).
	 */
	storeMedia(account: AccountRef, media: StoreMedia, content: Readable): Promise<StoredMedia>;

	/**
	 * Opens the file of a message. The stream fails when the file is not what its sender sealed, so nothing of it may be
	 * used before its end. Errors: UNKNOWN_MESSAGE, MEDIA_TOO_LARGE, MEDIA_UNREACHABLE (WhatsApp deletes files too).
	 */
	openMedia(
		account: AccountRef,
		media: OpenMedia,
	): Promise<{ info: OpenedMedia; content: Readable }>;

	/** Starts the account (it connects in the background) and resolves when the subscription is on disk. */
	subscribe(
		account: AccountRef,
		subscription: Subscription,
		listener: EventListener,
		onDropped?: DroppedListener,
	): Promise<{ close(): Promise<void> }>;

	/**
	 * Numbers whose credential is gone are logged out, and what is stored of them is deleted after seven days of that. Resolves
	 * when it is known which; the rest happens in the background.
	 */
	compareCredentials(list: CredentialList): Promise<void>;

	/** Opens the accounts that have messages waiting from before a restart. Each with the settings it had last. */
	resume(): Promise<void>;

	/** Ends the engine's thread and every connection; nothing that was accepted is lost. */
	close(): Promise<void>;
}
