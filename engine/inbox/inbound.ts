import { isModest } from '../content/limits';
import { EngineError, type EngineEvent } from '../gateway/contract';
import { idOf, kindOf, type Log } from '../log';
import type { Albums } from './albums';
import type { Chats } from '../chats/chats';
import type { OptOuts } from '../contacts/opt-outs';
import type { Conversations } from '../conversations/conversations';
import type { AutoRead } from './auto-read';
import type { UnfinishedStanzas } from './unfinished-stanzas';
import type { EventLog } from '../events/event-log';
import type { IncomingStore } from './incoming-store';
import type { Journal } from './journal';
import type { AccountStore } from '../store/account-store';
import {
	awaitedIn,
	broadcastRecipientsIn,
	fromJournal,
	isOpened,
	parseIncoming,
	type Auth,
	type IncomingMessage,
	type JournaledStanza,
	type OpenedMessage,
} from '../whatsapp/index';
import type { Role, EventMapper, MappedMessage } from './event-mapper';

export interface InboundOptions {
	store: AccountStore;
	log: Log;
	journal: Journal;
	unfinishedStanzas: Pick<UnfinishedStanzas, 'done' | 'find'>;
	incoming: IncomingStore;
	chats: Pick<Chats, 'onMessage'>;
	autoRead: Pick<AutoRead, 'onMessage'>;
	events: EventLog;
	albums: Pick<Albums, 'take'>;
	optOuts: Pick<OptOuts, 'onMessage'>;
	/** Somebody has written (ms); in the transaction that stores it. */
	onIncoming(chat: string, at: number): void;
	/** In which chats triggers step aside. */
	conversations: Pick<Conversations, 'take' | 'flush'>;
	/** What executions wait for the answers of: see `Questions`. */
	questions: { take(event: EngineEvent): EngineEvent; flush(): void };
	auth: Auth;
	/** What a message becomes. */
	eventMapper: EventMapper;
	/** What whoever sent a message may do in its group; asked over the connection that it came over. Never rejects. */
	roleOf(message: IncomingMessage): Promise<Role>;
	/** Whether what a message says may be kept, to quote it. */
	keepsContent(): boolean;
}

/** Messages on their way from WhatsApp to the event log. */
export interface Inbound {
	/**
	 * What somebody has to be asked about is told by `onHandled` alone, from the journal: it holds up its chat, and nobody
	 * else. It may have been there already.
	 */
	onMessage(message: OpenedMessage): void;
	/** It cannot be opened, and is asked for again: told once, however often it comes so. */
	onUnopened(chat: string, messageId: string): void;
	/**
	 * Baileys is done with a stanza. It makes no message of some, with an acknowledgement or a refusal: these are told from
	 * the journal, or wait no longer.
	 */
	onHandled(chat: string, messageId: string): Promise<void>;
	/**
	 * Makes events of what was handed over and did not become one, because the process or the connection ended in between.
	 */
	replay(): Promise<void>;
	/** When the last message came in. */
	lastAt(): number | undefined;
	close(): void;
}

export function createInbound(options: InboundOptions): Inbound {
	const {
		store,
		log,
		journal,
		unfinishedStanzas,
		incoming,
		chats,
		autoRead,
		events,
		albums,
		optOuts,
		onIncoming,
		conversations,
		questions,
		auth,
		eventMapper,
		roleOf,
		keepsContent,
	} = options;
	let lastAt = incoming.lastAt();
	let closed = false;
	store.db.onRollback(() => (lastAt = incoming.lastAt()));

	function finish(arrived: OpenedMessage, role?: Role): void {
		const opened = { ...arrived, message: arrived.message && withRecipients(arrived.message) };
		try {
			record(opened, (message) => tellModestly(message, role));
		} catch (error) {
			if (isStoreFailure(error)) throw error;
			// Whoever sends a message that nobody can read has still sent one, and must not hold up those of others.
			logUnreadable(opened.messageId, error);
			record(opened, eventMapper.tellUnreadable);
		}
		conversations.flush();
		questions.flush();
	}

	/** What the phone has sent to a broadcast list says in its stanza to whom. */
	function withRecipients(message: IncomingMessage): IncomingMessage {
		if (!message.fromMe || !message.broadcast) return message;
		const stanza = journal.find(message.chat, message.messageId);
		return stanza ? { ...message, broadcastRecipients: broadcastRecipientsIn(stanza) } : message;
	}

	/** n8n could not take what was made to be huge, nor could its thread. */
	function tellModestly(message: IncomingMessage, role?: Role): MappedMessage | undefined {
		const told = eventMapper.tell(message, role);
		if (told && !isModest(told.event)) throw new Error('The message is larger than any');
		return told;
	}

	/** The event, what is remembered of the message, and the end of its journal entry are one transaction. */
	function record(
		{ chat, messageId, message }: OpenedMessage,
		tell: (message: IncomingMessage) => MappedMessage | undefined,
	): void {
		const isMessage = store.db.lazily(() => {
			const told = message && tell(message);
			if (told) take(message, told);
			journal.complete(chat, messageId);
			if (message) unfinishedStanzas.done(chat, messageId);
			return told !== undefined;
		});
		if (message && isMessage) lastAt = Math.max(lastAt ?? 0, message.at);
	}

	function take(message: IncomingMessage, told: MappedMessage): void {
		const { messageId, chat, sender, fromMe, at } = message;
		const wire = keepsContent() ? told.wire : null;
		// WhatsApp delivers again what it is not sure about.
		if (!incoming.add(messageId, { chat, sender, fromMe, at, wire })) return;
		if (!fromMe) onIncoming(chat, at);
		const event = conversations.take(told.event);
		told.effect();
		const started = chats.onMessage(message, told.event);
		autoRead.onMessage(message, told.event);
		optOuts.onMessage(told.event);
		const happened = [started, questions.take(event), told.alias];
		events.append(happened.filter((event) => event !== undefined));
		albums.take(event);
	}

	function onUnopened(chat: string, messageId: string): void {
		try {
			const stanza = journal.find(chat, messageId) ?? unfinishedStanzas.find(chat, messageId);
			const message = stanza && awaitedIn(stanza, auth.me());
			// What the number has written itself nobody waits for.
			if (!message || message.fromMe) return;
			store.db.lazily(() => {
				const isNew = incoming.addWaiting(messageId, message);
				if (!isNew) return;
				onIncoming(message.chat, message.at);
				events.append([conversations.take(eventMapper.tellWaiting(message))]);
			});
		} catch (error) {
			if (isStoreFailure(error)) throw error;
			logUnreadable(messageId, error);
		}
	}

	function needsRole({ messageId, message }: OpenedMessage): boolean {
		try {
			return message !== undefined && eventMapper.needsRole(message);
		} catch (error) {
			if (isStoreFailure(error)) throw error;
			logUnreadable(messageId, error);
			return false;
		}
	}

	function logUnreadable(messageId: string, error: unknown): void {
		log.warn('A message could not be read', { messageId: idOf(messageId), error: kindOf(error) });
	}

	/** Makes an event of a stanza of which Baileys has made none, if it was opened. */
	async function settle(
		stanza: JournaledStanza,
		ask: InboundOptions['roleOf'] = async () => undefined,
	): Promise<void> {
		const opened = await read(stanza);
		if (closed) return;
		const role = opened?.message && needsRole(opened) ? await ask(opened.message) : undefined;
		if (closed) return;
		if (opened) finish(opened, role);
		else journal.remove(stanza.chat, stanza.messageId);
	}

	/** What Baileys would have made of a stanza; undefined where that is nothing. */
	async function read(stanza: JournaledStanza): Promise<OpenedMessage | undefined> {
		const me = auth.me();
		const { chat, messageId } = stanza;
		try {
			const message = me.jid && (await fromJournal(stanza, me, journal));
			return message ? { chat, messageId, message: parseIncoming(message, me) } : undefined;
		} catch (error) {
			if (isStoreFailure(error)) throw error;
			logUnreadable(messageId, error);
			return undefined;
		}
	}

	return {
		onMessage(opened) {
			const { chat, messageId, message } = opened;
			// What only the phone has: Baileys asks it, and tells nothing before.
			if (!message) onUnopened(chat, messageId);
			if (!needsRole(opened)) finish(opened);
		},
		onUnopened,
		async onHandled(chat, messageId) {
			const left = journal.find(chat, messageId);
			if (left) await settle(left, roleOf);
		},
		async replay() {
			const opened: JournaledStanza[] = [];
			// At once: the next connection may hand over again any moment what was not opened.
			store.db.transaction(() => {
				for (const stanza of journal.pending()) {
					if (isOpened(stanza, journal)) opened.push(stanza);
					else journal.remove(stanza.chat, stanza.messageId);
				}
			});
			for (const stanza of opened) await settle(stanza);
		},
		lastAt: () => lastAt,
		close() {
			closed = true;
		},
	};
}

/** Nothing is wrong with the message: it is taken when there is space again. */
function isStoreFailure(error: unknown): boolean {
	return error instanceof EngineError && error.code === 'STORE_FAILED';
}
