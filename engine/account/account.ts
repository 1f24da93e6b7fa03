import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock';
import {
	incomingEvent,
	sessionEvent,
	statusEvent,
	type AccountInfo,
	type Addresses,
} from '../content/events';
import { toOutgoing } from '../content/outgoing';
import { chatType, jidOfPhone, phoneOf, withoutDevice } from '../content/jid';
import { summarize } from '../content/summary';
import {
	EngineError,
	type AccountSettings,
	type EngineEvent,
	type ErrorShape,
	type LinkState,
	type MessageStatus,
	type SessionEvent,
	type SessionStatus,
} from '../gateway/contract';
import { createEventLog, type EventLog } from '../inbox/event-log';
import { createIncomingStore, type IncomingStore } from '../inbox/incoming-store';
import { createJournal } from '../inbox/journal';
import { createGroupReceipts, reachedByAll } from '../outbox/group-receipts';
import { createLedger, type Ledger, type WaitingMessage } from '../outbox/ledger';
import { createRecipients } from '../outbox/recipients';
import { createSender, type Sender } from '../outbox/sender';
import { createSignal, type Signal } from '../signal';
import type { AccountStore } from '../store/account-store';
import { createKeyStore } from '../store/keys';
import {
	createAddressBook,
	createAuth,
	createGroupCache,
	fromJournal,
	toOpened,
	type Connect,
	type IncomingMessage,
	type OpenedMessage,
	type OutgoingContent,
	type Receipt,
	type WhatsAppSocket,
} from '../whatsapp/index';
import { createConnection, type Connection } from './connection';
import { createLinking, type Linking } from './linking';
import { createWatchdog } from './watchdog';
import { nextState, stateAtStart, type LinkStep } from './link-state';
import { refusal, RESTRICTED } from './refusals';
import { createRestriction } from './restriction';
import { lost } from './close-codes';

const HOUR = 60 * 60_000;
const SWEEP_EVERY_MS = 10 * 60_000;
/** IDs, times and statuses, without content. */
const KEEP_RECORDS_MS = 30 * 24 * HOUR;
/** WhatsApp hands nothing over again that is older (Baileys' PLACEHOLDER_MAX_AGE_SECONDS). */
const KEEP_JOURNAL_MS = 14 * 24 * HOUR;
/** Events that no trigger has come back for. */
const KEEP_EVENTS_MS = 7 * 24 * HOUR;

export interface AccountOptions {
	id: string;
	settings: AccountSettings;
	store: AccountStore;
	clock: Clock;
	url: string;
	connect: Connect;
	/** Baileys' own state is stuck: end the thread, so that it starts anew. */
	giveUp(): void;
}

/** One linked number: what commands may use of it. */
export interface Account {
	readonly ledger: Ledger;
	readonly sender: Sender;
	readonly events: EventLog;
	readonly incoming: IncomingStore;
	readonly linking: Linking;
	readonly connection: Connection;
	readonly changes: Signal;
	/** The account's own secret, for message IDs. */
	readonly idSecret: string;
	configure(settings: AccountSettings): void;
	/** Connects in the background if the number is linked. */
	start(): void;
	status(): SessionStatus;
	move(step: LinkStep, error?: ErrorShape): void;
	/** Forgets the link, after a log-out. */
	forget(): void;
	close(): void;
}

/** What is stored of the link. */
interface LinkRecord {
	state: LinkState;
	lastError: ErrorShape | null;
}

/** The credential's settings, for a start without n8n's asking. */
const SETTINGS = 'settings';
const LINK = 'link';
const ID_SECRET = 'idSecret';

/** The settings the account had last, if messages of it wait to be sent. */
export function waitingSettings(store: AccountStore): AccountSettings | undefined {
	const waiting = createLedger(store, Date.now).waiting();
	return waiting > 0 ? store.settings.get<AccountSettings>(SETTINGS) : undefined;
}

export function createAccount({
	id,
	store,
	clock,
	url,
	connect,
	giveUp,
	...rest
}: AccountOptions): Account {
	let { settings } = rest;
	const now = () => clock.now();
	const keys = createKeyStore(store);
	const journal = createJournal(store, now);
	const auth = createAuth(keys, journal);
	const addressBook = createAddressBook(keys);
	const changes = createSignal(clock);
	const ledger = createLedger(store, now);
	const incoming = createIncomingStore(store);
	const recipients = createRecipients(store, now);
	const groupReceipts = createGroupReceipts(store);
	const groups = createGroupCache(now);
	const events = createEventLog({ store, now, after: (ms, task) => clock.after(ms, task) });

	let closed = false;
	let openedAt = 0;
	let onlineSince = 0;
	let lastIn = incoming.lastAt();
	let lastOut = ledger.lastSentAt();
	store.settings.set(SETTINGS, settings);
	const stored = store.settings.get<LinkRecord>(LINK);
	let link: LinkRecord = {
		state: stateAtStart(stored?.state, auth.isPaired()),
		lastError: stored?.lastError ?? null,
	};

	// --- Link state ---

	function move(step: LinkStep, error?: ErrorShape): void {
		const state = nextState(link.state, step);
		link = { state, lastError: error ?? (step === 'opened' ? null : link.lastError) };
		store.settings.set(LINK, link);
		changes.notify();
	}

	/** Remembers what went wrong, where the state stays as it is. */
	function note(error: EngineError): void {
		link = { ...link, lastError: error.toShape() };
		changes.notify();
	}

	function info(): AccountInfo {
		const { jid, name } = auth.me();
		return { id, phone: phoneOf(jid), name };
	}

	function announce(event: SessionEvent['event'], reason: string | null, who = info()): void {
		publish([sessionEvent(who, event, link.state, reason, now())]);
	}

	// --- Events ---

	function publish(happened: readonly EngineEvent[]): void {
		events.append(happened);
		events.flush();
	}

	function addresses(jid: string, alt?: string | null): Addresses {
		const known = addressBook.lookUp(jid);
		const other = alt ? addressBook.lookUp(alt) : { phone: null, lid: null };
		return { phone: known.phone ?? other.phone, lid: known.lid ?? other.lid };
	}

	/** Writes the new status and its events in one transaction. */
	function setStatus(
		messageIds: readonly string[],
		status: MessageStatus,
		at: number,
		error?: EngineError,
	): void {
		store.db.transaction(() => {
			const happened = messageIds
				.flatMap((messageId) => ledger.advance(messageId, status, at, error?.toShape()))
				.map((step) =>
					statusEvent(info(), step.record, step.status, step.at, addresses(step.record.chat)),
				);
			events.append(happened.filter((event) => event !== undefined));
		});
		afterStatus(messageIds);
	}

	function afterStatus(messageIds: readonly string[]): void {
		for (const messageId of messageIds) sender.confirm(messageId);
		if (settings.keepContentHours === 0) ledger.sweep(now(), now() - KEEP_RECORDS_MS);
		events.flush();
		changes.notify();
	}

	function onReceipt({ messageIds, status, participant, at }: Receipt): void {
		if (participant === null) setStatus(messageIds, status, at);
		else setStatusInGroup(messageIds, status, participant, at);
	}

	/** In a group everybody makes the steps on their own; the message has come as far as the last of them. */
	function setStatusInGroup(
		messageIds: readonly string[],
		status: MessageStatus,
		jid: string,
		at: number,
	): void {
		const participant = addresses(jid);
		store.db.transaction(() => {
			const happened = messageIds.flatMap((messageId) => {
				const record = ledger.get(messageId);
				if (!record) return [];
				const sent = ledger.advance(messageId, 'SENT', at);
				const steps = groupReceipts.advance(messageId, participant.lid ?? jid, status, at);
				const progress = groupReceipts.progress(messageId);
				const all = reachedByAll(progress);
				if (all) ledger.advance(messageId, all, at);
				const place = addresses(record.chat);
				return [
					...sent.map((step) => statusEvent(info(), record, step.status, at, place)),
					...steps.map((step) =>
						statusEvent(info(), record, step, at, place, { participant, progress }),
					),
				];
			});
			events.append(happened.filter((event) => event !== undefined));
		});
		afterStatus(messageIds);
	}

	/** The event, the memory that the message is known, and the end of its journal entry are one transaction. */
	function onMessage({ chat, messageId, content }: OpenedMessage): void {
		store.db.transaction(() => {
			if (content && isNew(content) && !content.fromMe) {
				const people = addresses(content.sender, content.senderAlt);
				const place = chat === content.sender ? people : addresses(chat);
				events.append([incomingEvent(info(), content, place, people)]);
			}
			journal.close(chat, messageId);
		});
		events.flush();
	}

	function isNew({ chat, messageId, fromMe, wire, at, ...rest }: IncomingMessage): boolean {
		lastIn = Math.max(lastIn ?? 0, at);
		const own = auth.me().jid;
		const author = fromMe && own ? withoutDevice(own) : rest.sender;
		const content = { chat, sender: author, fromMe, wire };
		const stored = settings.keepContentHours > 0 ? content : undefined;
		return incoming.add(chat, messageId, at, stored);
	}

	/** What was handed over and did not become an event, because the process or the connection ended in between. */
	async function replay(): Promise<void> {
		const { jid, lid } = auth.me();
		for (const stanza of journal.left()) {
			const message = jid && (await fromJournal(stanza, { jid, lid: lid ?? '' }, journal));
			if (closed) return;
			const { chat, messageId } = stanza;
			if (!message) journal.forget(chat, messageId);
			else onMessage(toOpened(message) ?? { chat, messageId, content: undefined });
		}
	}

	// --- Sending ---

	async function prepare(message: WaitingMessage, socket: WhatsAppSocket) {
		const { request, messageId } = message;
		const chat = await recipients.resolve(message.chat, (phone) => socket.resolvePhone(phone));
		const quoted = request.replyTo ? quote(request.replyTo) : undefined;
		const content: OutgoingContent = {
			content: toOutgoing(request.content),
			...(quoted && { quoted }),
		};
		if (chatType(chat) === 'group') {
			groupReceipts.setParticipants(messageId, await socket.countParticipants(chat));
		}
		return { chat, wire: await socket.compose(chat, messageId, content) };
	}

	/** The message to answer. It was there when the answer was queued; if it is gone by now the answer goes without it. */
	function quote(messageId: string): OutgoingContent['quoted'] {
		const own = ledger.get(messageId);
		const wire = own && ledger.wire(messageId);
		const me = auth.me().jid;
		if (own && wire && me) {
			return { chat: own.chat, messageId, fromMe: true, sender: withoutDevice(me), wire };
		}
		const theirs = incoming.find(messageId);
		return theirs && { ...theirs, messageId };
	}

	/** Something came from this chat or has reached it, under either address. */
	function isKnownChat(chat: string): boolean {
		if (chatType(chat) !== 'direct') return true;
		const { phone, lid } = addressBook.lookUp(chat);
		const ids = [chat, lid, phone && jidOfPhone(phone)].filter((jid) => jid !== null);
		return ids.some((jid) => incoming.hasChat(jid) || ledger.hasReached(jid));
	}

	const restriction = createRestriction({
		clock,
		settings: store.settings,
		socket: () => connection.open(),
		isKnownChat,
		onChange: () => sender.wake(),
	});

	const sender = createSender({
		ledger,
		clock,
		allowed: restriction.allowed,
		settings: () => settings,
		socket: () => connection.open(),
		prepare,
		fail: (messageId, error) => setStatus([messageId], 'FAILED', now(), error),
		onSilence: () => connection.restart(),
		onTrouble: (error) => {
			if (error instanceof EngineError) note(error);
		},
	});

	// --- Connection ---

	const connection: Connection = createConnection({
		clock,
		dial: (handlers) =>
			connect({ url, auth, journal, addressBook, groups, handlers, sentContent: ledger.wire, now }),
		isPaired: () => auth.isPaired(),
		handlers: {
			onQr: (text) => linking.onQr(text),
			onCodeTyped: () => linking.onCodeTyped(),
			onPaired: () => linking.onPaired(),
			onOpen() {
				linking.onOpened();
				onlineSince = now();
				move('opened');
				announce('session.connected', null);
				sender.goOnline();
			},
			onLost(code) {
				sender.goOffline();
				changes.notify();
				replay().catch(() => undefined);
				announce('session.disconnected', `The connection was closed (${code}).`);
			},
			onTrouble(error) {
				if (error instanceof EngineError) note(error);
			},
			onRetry: (code) => {
				if (link.lastError?.code !== 'STORE_FAILED') note(lost(code));
			},
			onEnd(step, error) {
				move(step, error.toShape());
				const gone = link.state === 'LOGGED_OUT' || link.state === 'BANNED';
				announce(gone ? 'session.loggedOut' : 'session.disconnected', error.message);
			},
			onLinkingEnded: (code) => linking.onEnded(code),
			onAck({ messageId, error, at }) {
				if (error) setStatus([messageId], 'FAILED', at, refusal(error));
				else setStatus([messageId], 'SENT', (lastOut = at));
				if (error === RESTRICTED) restriction.onRefused().catch(() => undefined);
			},
			onReceipt,
			onStanza: (stanza) => journal.add(stanza),
			onMessage(message) {
				openedAt = now();
				onMessage(message);
			},
		},
	});

	const linking: Linking = createLinking({
		clock,
		changes,
		settings: store.settings,
		connection: () => connection,
		state: () => link.state,
		move,
		resetAuth: () => auth.reset(),
		phone: () => settings.phone,
	});

	const watchdog = createWatchdog({
		clock,
		socket: () => connection.open(),
		unopenedSince: () => journal.oldest(),
		openedAt: () => openedAt,
		restart: () => connection.restart(),
		giveUp,
	});

	// --- Retention ---

	function sweep(): void {
		sweeping = clock.after(SWEEP_EVERY_MS, sweep);
		try {
			forgetOld();
		} catch {
			// A full disk: it is tried again, and must not end the thread.
		}
	}

	function forgetOld(): void {
		const keepContent = settings.keepContentHours * HOUR;
		ledger.sweep(now() - keepContent, now() - KEEP_RECORDS_MS);
		incoming.sweep(now() - keepContent, now() - KEEP_RECORDS_MS);
		journal.sweep(now() - KEEP_JOURNAL_MS);
		events.sweep(now() - KEEP_EVENTS_MS);
	}
	let sweeping = clock.after(0, sweep);

	let idSecret = store.settings.get<string>(ID_SECRET);
	if (!idSecret) {
		idSecret = randomBytes(32).toString('base64');
		store.settings.set(ID_SECRET, idSecret);
	}

	return {
		ledger,
		sender,
		events,
		incoming,
		linking,
		connection,
		changes,
		idSecret,
		move,
		configure(next) {
			if (isDeepStrictEqual(next, settings)) return;
			settings = next;
			store.settings.set(SETTINGS, settings);
		},
		start() {
			if (link.state !== 'LINKED') return;
			// Before connecting, so that events keep their order. Where it fails the rows stay for the next time.
			void replay()
				.catch(() => undefined)
				.then(() => {
					if (!closed && link.state === 'LINKED') connection.start();
				});
		},
		status() {
			const { phone, name } = info();
			const connected = connection.open() !== undefined;
			const status = {
				state: link.state,
				connected,
				phone: auth.isPaired() ? phone : null,
				name,
				onlineSince: connected ? toIso(onlineSince) : null,
				lastMessageIn: toIso(lastIn),
				lastMessageOut: toIso(lastOut),
				queueLength: ledger.waiting(),
				restrictedUntil: toIso(restriction.until()),
				lastError: link.lastError,
			};
			return { ...status, summary: summarize(status) };
		},
		forget() {
			const who = info();
			connection.stop();
			auth.reset();
			move('forgotten');
			announce('session.loggedOut', 'The number was logged out in n8n.', who);
		},
		close() {
			closed = true;
			watchdog.stop();
			restriction.close();
			sweeping.cancel();
			linking.close();
			connection.stop();
			events.close();
			store.close();
		},
	};
}

function toIso(at: number | undefined): string | null {
	return at ? new Date(at).toISOString() : null;
}
