import type { Chats } from '../chats/chats';
import type { Clock } from '../clock';
import type { AccountInfo } from '../content/events';
import type { EventLog } from '../events/event-log';
import type { PersonAddress } from '../gateway/contract';
import type { Ledger } from '../outbox/ledger';
import type { AccountStore } from '../store/account-store';
import { isOpened, type Auth, type WhatsAppSocket } from '../whatsapp/index';
import { createAlbumParts, type AlbumParts } from './album-parts';
import { createAlbums, type Albums } from './albums';
import type { AutoRead } from './auto-read';
import { createChatMessages, type ChatMessages } from './chat-messages';
import { createEventMapper } from './event-mapper';
import { createInbound, type Inbound, type InboundOptions } from './inbound';
import { createIncomingStore, type IncomingStore } from './incoming-store';
import { createJournal, type Journal } from './journal';
import { createMessageLookup, type MessageLookup } from './message-lookup';
import { createMessageSecrets, type MessageSecrets } from './message-secrets';
import { createReferences } from './references';
import { createUnfinishedStanzas, type UnfinishedStanzas } from './unfinished-stanzas';

/** What is kept of messages that came in. */
export interface InboxRecords {
	readonly journal: Journal;
	readonly unfinishedStanzas: UnfinishedStanzas;
	readonly incoming: IncomingStore;
	readonly messageSecrets: MessageSecrets;
	readonly albumParts: AlbumParts;
}

export function createInboxRecords(store: AccountStore, now: () => number): InboxRecords {
	return {
		journal: createJournal(store, now),
		unfinishedStanzas: createUnfinishedStanzas(store, now),
		incoming: createIncomingStore(store),
		messageSecrets: createMessageSecrets(store, now),
		albumParts: createAlbumParts(store, now),
	};
}

export interface InboxOptions
	extends Pick<
		InboundOptions,
		'log' | 'conversations' | 'onIncoming' | 'optOuts' | 'questions' | 'roleOf' | 'keepsContent'
	> {
	store: AccountStore;
	clock: Clock;
	records: InboxRecords;
	ledger: Ledger;
	auth: Auth;
	events: EventLog;
	chats: Chats;
	autoRead: AutoRead;
	info(): AccountInfo;
	addresses(jid: string, alt?: string | null): PersonAddress;
	isSentTo(messageId: string, chat: string): boolean;
	chatName(chat: string): string | null;
	/** What is kept cannot be read. */
	onTrouble(error: unknown): void;
}

/** The way of a message from WhatsApp to the event log, and back to it for those that are about it. */
export interface Inbox {
	readonly inbound: Inbound;
	readonly albums: Albums;
	readonly messageLookup: MessageLookup;
	readonly chatMessages: ChatMessages;
	/**
	 * Hands Baileys, over the connection that has just opened, what it has not got done over an earlier one. What was not opened
	 * WhatsApp hands over again itself.
	 */
	resumeUnfinished(socket: WhatsAppSocket | undefined): void;
}

export function createInbox({ records, ...options }: InboxOptions): Inbox {
	const { store, events, onTrouble } = options;
	const { journal, unfinishedStanzas } = records;
	const shared = { ...options, ...records, references: createReferences(store) };
	const eventMapper = createEventMapper({ ...shared, wantsRaw: events.wantsRaw });
	const albums = createAlbums(shared);
	return {
		inbound: createInbound({ ...shared, eventMapper, albums }),
		albums,
		messageLookup: createMessageLookup(shared),
		chatMessages: createChatMessages({ ...shared, eventMapper }),
		resumeUnfinished(socket) {
			try {
				socket?.resume(unfinishedStanzas.take().filter((stanza) => isOpened(stanza, journal)));
			} catch (error) {
				onTrouble(error);
			}
		},
	};
}
