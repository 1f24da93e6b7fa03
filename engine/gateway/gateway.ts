import type { Readable } from 'node:stream';
import type { CareSettings } from './care';
import type { CommandName, Commands } from './commands/index';
import type { FleetOptions, PostgresOptions } from './fleet';
import type { LogLine } from './log';
import type { DroppedListener, EventListener, Subscription } from './events/index';
import type { OpenedMedia, OpenMedia, StoredMedia, StoreMedia } from './media';

/**
 * The door between the two worlds: everything n8n's side (`nodes/`, `credentials/`) may ask of the engine and
 * everything it gets back. All of it but the bytes of files is plain JSON, so that the engine can live in a worker
 * thread today and in another process tomorrow. Times are ISO 8601 UTC strings, durations are milliseconds unless the name says otherwise, phone
 * numbers are digits with country code.
 */

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
	/** Accounts are kept there, and not in `dataDir`. */
	postgres?: PostgresOptions;
	/** Each number is held by one of several processes, which all can use it. Needs `postgres`. */
	fleet?: FleetOptions;
	/** n8n's own web server, where it runs in this process: `http://127.0.0.1:5678`. Executions that wait are resumed over it. */
	webServer?: string;
	/** Where the engine tells what it does and why. It holds nothing that people wrote, no keys, and no whole numbers. */
	log?(line: LogLine): void;
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

/** A proxy that all connections of a number to WhatsApp go through. */
export interface ProxySettings {
	protocol: 'http' | 'https' | 'socks5';
	/** A name or an address, without brackets. */
	host: string;
	port: number;
	/** Neither is longer than 255 bytes. */
	user?: string;
	password?: string;
}

/** Which calls a number rejects by itself. */
export interface RejectCalls {
	/** `strangers`: those who are not in its address book. */
	from: 'everyone' | 'strangers' | 'only' | 'except';
	/** Of `only` and `except`: phone numbers and IDs, as people write them. */
	people: string[];
	/** What whoever called alone gets as a message. */
	text?: string;
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
	/** As what the phone lists n8n among its linked devices, from the next link on. Empty: as WhatsApp Web is. */
	deviceName?: string;
	/** Those are rejected; none where nothing is said. */
	rejectCalls?: RejectCalls;
	/** Whether messages that come in are marked as read by themselves. */
	readMessages?: boolean;
	/** Whether statuses of others are viewed by themselves. */
	viewStatuses?: boolean;
	/** Whether the number connects when n8n starts, also where nothing asks for it. True where nothing is said. */
	stayConnected?: boolean;
	/** Whoever writes one of these, alone, gets no more messages of the number, and does again with one of the others. */
	optOutWords?: string[];
	optInWords?: string[];
	/** Absent: nothing is limited but by WhatsApp. */
	care?: CareSettings;
	/** Absent: the number connects directly. */
	proxy?: ProxySettings;
}

export interface Gateway {
	/**
	 * Rejects with an EngineError. What was under way when the engine's thread ended is asked again, unless it is a mutation:
	 * then it rejects with OUTCOME_UNKNOWN.
	 */
	request<C extends CommandName>(
		account: AccountRef,
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']>;

	/**
	 * Takes a file in for what is done with it next: a message is sent, or a picture set. What no message uses within an hour is
	 * deleted. What the stream hands over is the engine's: nobody else may use these bytes, as it gives their memory back. The
	 * stream is destroyed when the file is refused: UNSUPPORTED_MEDIA, MEDIA_TOO_LARGE, MEDIA_UNREACHABLE (the stream broke).
	 */
	storeMedia(account: AccountRef, media: StoreMedia, content: Readable): Promise<StoredMedia>;

	/**
	 * Opens the file of a message, or a picture. The stream fails when the file is not what its sender sealed, so nothing of it may be
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

	/** Opens the linked accounts that are to stay connected, and those with messages waiting. Each with the settings it had last. */
	resume(): Promise<void>;

	/** Ends the engine's thread and every connection; nothing that was accepted is lost. */
	close(): Promise<void>;
}
