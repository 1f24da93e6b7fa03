import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Clock } from '../clock';
import { sessionEvent, type AccountInfo, type Addresses } from '../content/events';
import { chatType, jidOfPhone, lidOf, phoneOf } from '../content/jid';
import { summarize } from '../content/summary';
import type {
	AccountSettings,
	EngineEvent,
	ErrorShape,
	LinkState,
	MessageRecord,
	SendMessage,
	SessionEvent,
	SessionStatus,
} from '../gateway/contract';
import { createDirectory, type Directory } from '../contacts/directory';
import { createEventLog, type EventLog } from '../events/event-log';
import { createIncomingStore, type IncomingStore } from '../inbox/incoming-store';
import { createUnfinishedStanzas } from '../inbox/unfinished-stanzas';
import { createJournal } from '../inbox/journal';
import { createMessageSecrets } from '../inbox/message-secrets';
import { createReferences } from '../inbox/references';
import { createMedia, DEFAULT_GIGABYTES_A_DAY, type Media } from '../media/index';
import { createGroupReceipts, type GroupReceipts } from '../outbox/group-receipts';
import { createLedger, type Ledger } from '../outbox/ledger';
import { createRecipients, type Recipients } from '../outbox/recipients';
import { createSender, type Sender } from '../outbox/sender';
import { createPace, type Pace } from '../pace';
import { createChangeNotifier, type ChangeNotifier } from '../change-notifier';
import type { AccountStore } from '../store/account-store';
import { createKeyStore } from '../store/keys';
import {
	createLidMapping,
	createAuth,
	createGroupCache,
	createKeyless,
	createRetryLimits,
	createVersions,
	isMediaHost,
	isOpened,
	type AskVersion,
	type Connect,
} from '../whatsapp/index';
import { createMessagePreparation } from '../outbox/message-preparation';
import { createConnection, type Connection, type ConnectionEvent } from '../session/connection';
import { createInbound } from '../inbox/inbound';
import { createLinking, type Linking } from '../session/linking';
import { createCopyCheck, OLD_COPY } from '../session/old-copy';
import { createLinkRecord } from '../session/link-record';
import type { LinkStep } from '../session/link-state';
import { kindOfNack, notLetIn, nackError, nackedForTooLong } from '../outbox/nacks';
import { createReachOutTimelock } from '../outbox/reach-out-timelock';
import { createRetention } from './retention';
import { createGroupRoles } from '../contacts/group-roles';
import { createStatuses } from '../outbox/statuses';
import { createMessageLookup, type MessageLookup } from '../inbox/message-lookup';
import { createEventMapper } from '../inbox/event-mapper';
import { createServerTime } from '../session/server-time';
import { createDifferentPeople, type AreDifferentPeople } from '../contacts/two-persons';
import { BACKLOG_STALLED, createWatchdog } from '../session/watchdog';

export interface AccountOptions {
	id: string;
	settings: AccountSettings;
	store: AccountStore;
	clock: Clock;
	url: string;
	/** See `MediaHostOptions`. */
	downloadHost?: string | undefined;
	connect: Connect;
	askVersion: AskVersion;
	/** The account of this engine that a number is linked to, if another one is. */
	holderOf(phone: string): string | undefined;
	/** Closes the account and deletes all that is stored of it. */
	erase(): void;
	/** Baileys' own state is stuck: end the thread, so that it starts anew. */
	giveUp(): void;
}

/** One linked number: what commands may use of it. */
export interface Account {
	readonly ledger: Ledger;
	readonly sender: Sender;
	readonly recipients: Recipients;
	readonly events: EventLog;
	readonly incoming: IncomingStore;
	readonly directory: Directory;
	/** The messages that others are about. */
	readonly messageLookup: MessageLookup;
	readonly groupReceipts: GroupReceipts;
	/** The files of messages. */
	readonly media: Media;
	readonly linking: Linking;
	readonly connection: Connection;
	readonly changes: ChangeNotifier;
	/** The distance that questions to WhatsApp keep. */
	readonly pace: Pace;
	/** The account's own secret, for message IDs. */
	readonly idSecret: string;
	/** What was typed into the credential as its number; empty where nothing was. */
	typedPhone(): string;
	/** The linked number, in digits; null where none is known. It says how people write numbers of their own country. */
	ownPhone(): string | null;
	/** The number that the phone lists this device of. */
	linkedPhone(): string | null;
	/** Both addresses of a person, as far as they are known; `alt`: another one, where it was told beside the first. */
	addresses(jid: string, alt?: string | null): Addresses;
	areDifferentPeople: AreDifferentPeople;
	/** Milliseconds since 1970, by WhatsApp's clock. */
	now(): number;
	/** It is so late at least: see `server-time.ts`. */
	atLeast(): number;
	configure(settings: AccountSettings): void;
	/** Puts a message into the queue, and binds to it the files that it is sent with. */
	enqueue(
		messageId: string,
		chat: string,
		request: SendMessage,
		mediaIds: readonly string[],
	): MessageRecord;
	/** Connects in the background if the number is linked. */
	start(): void;
	state(): LinkState;
	status(): SessionStatus;
	move(step: LinkStep, error?: ErrorShape): void;
	/** Closes the account and deletes all that is stored of it. */
	erase(): void;
	/** Forgets the link, after a log-out. */
	forget(): void;
	close(): void;
}

/** The credential's settings, for a start without n8n's asking. */
const SETTINGS = 'settings';
const ID_SECRET = 'idSecret';

/** The settings the account had last. */
export function lastSettings(store: AccountStore): AccountSettings | undefined {
	return store.settings.get<AccountSettings>(SETTINGS);
}

/** The same, if messages of it wait to be sent. */
export function waitingSettings(store: AccountStore): AccountSettings | undefined {
	return createLedger(store, Date.now).waiting() > 0 ? lastSettings(store) : undefined;
}

/** A linked number, and the settings its account had last. */
export interface LinkedNumber {
	phone: string;
	settings: AccountSettings;
}

/** The number that an account which is not open is linked to. */
export function linkedNumber(store: AccountStore): LinkedNumber | undefined {
	const auth = createAuth(createKeyStore(store), createJournal(store, Date.now));
	const link = createLinkRecord(store.settings, auth.isPaired(), () => undefined);
	const phone = HAVE_NUMBER.has(link.state()) && phoneOf(auth.me().jid);
	const settings = lastSettings(store);
	return phone && settings ? { phone, settings } : undefined;
}

/** In these states the phone lists the number's device. */
const HAVE_NUMBER: ReadonlySet<LinkState> = new Set(['LINKED', 'REPLACED', 'OUTDATED']);

export function createAccount({
	id,
	store,
	url,
	downloadHost,
	connect,
	askVersion,
	holderOf,
	erase,
	giveUp,
	...rest
}: AccountOptions): Account {
	let { settings } = rest;
	const time = createServerTime({
		clock: rest.clock,
		settings: store.settings,
		isLinked: () => auth.isPaired(),
	});
	const { now } = time;
	const clock: Clock = Object.assign(Object.create(rest.clock) as Clock, { now });
	const keys = createKeyStore(store);
	const journal = createJournal(store, now);
	const unfinishedStanzas = createUnfinishedStanzas(store, now);
	const auth = createAuth(keys, journal);
	const lidMapping = createLidMapping(keys);
	const versions = createVersions(store.settings, askVersion, now);
	const changes = createChangeNotifier(clock);
	const pace = createPace(clock);
	const ledger = createLedger(store, now);
	const incoming = createIncomingStore(store);
	const directory = createDirectory(store, now);
	const references = createReferences(store);
	const messageSecrets = createMessageSecrets(store, now);
	const messageLookup = createMessageLookup({ auth, ledger, incoming, references, addresses });
	const media = createMedia({
		store,
		clock,
		isMediaHost: (hostname) => isMediaHost(hostname, url),
		downloadHost,
		gigabytesADay: () => settings.downloadGigabytes ?? DEFAULT_GIGABYTES_A_DAY,
	});
	const recipients = createRecipients(store, now, isKnownChat, () => ownPhone());
	const groupReceipts = createGroupReceipts(store);
	const groups = createGroupCache(now, (names) => {
		try {
			directory.learnGroups(names);
		} catch (error) {
			link.note(error);
		}
	});
	const keyless = createKeyless(now);
	const retryLimits = createRetryLimits(now);
	const events = createEventLog({
		store,
		now,
		after: (ms, task) => clock.after(ms, task),
		account: info,
	});

	let closed = false;
	let dialledAt = 0;
	let openedAt = 0;
	let onlineSince = 0;
	let lastOut = ledger.lastSentAt();
	store.settings.set(SETTINGS, settings);
	const link = createLinkRecord(store.settings, auth.isPaired(), () => changes.notify());

	const ownPhone = () => phoneOf(auth.me().jid);
	const linkedPhone = () => (HAVE_NUMBER.has(link.state()) ? ownPhone() : null);
	const copies = createCopyCheck(store.folder, store.settings, auth.fingerprint);

	function info(): AccountInfo {
		const { lid, name } = auth.me();
		return { id, phone: ownPhone(), lid: lidOf(lid), name };
	}

	function announce(event: SessionEvent['event'], reason: string | null, who = info()): void {
		publish([sessionEvent(who, event, link.state(), reason, now())]);
	}

	/** What is sealed with the keys of an old copy nobody could read. */
	function refuseOldCopy(): void {
		link.move('loggedOut', OLD_COPY.toShape());
		announce('session.loggedOut', OLD_COPY.message);
	}

	// --- Events ---

	function publish(happened: readonly EngineEvent[]): void {
		events.append(happened);
		events.flush();
	}

	function addresses(jid: string, alt?: string | null): Addresses {
		const known = lidMapping.lookUp(jid);
		const other = alt ? lidMapping.lookUp(alt) : { phone: null, lid: null };
		return { phone: known.phone ?? other.phone, lid: known.lid ?? other.lid };
	}

	const areDifferentPeople = createDifferentPeople(addresses, recipients);

	const statuses = createStatuses({
		store,
		ledger,
		groupReceipts,
		events,
		info,
		addresses,
		onChange(messageIds) {
			for (const messageId of messageIds) sender.confirm(messageId);
			retention.onStatus();
			events.flush();
			changes.notify(messageIds);
		},
	});

	// What comes in before the connection counts as open came over one that has logged in, too.
	const groupRoles = createGroupRoles({ socket: () => connection.socket(), now });
	const keepsContent = () => settings.keepContentHours > 0;
	const inbound = createInbound({
		store,
		journal,
		unfinishedStanzas,
		incoming,
		events,
		auth,
		eventMapper: createEventMapper({
			auth,
			ledger,
			incoming,
			messageSecrets,
			references,
			info,
			addresses,
			chatName: directory.nameOf,
			wantsRaw: events.wantsRaw,
			keepsContent,
		}),
		roleOf: groupRoles.of,
		keepsContent,
	});

	// --- Sending ---

	function isSentTo(messageId: string, chat: string): boolean {
		const to = ledger.get(messageId)?.chat;
		if (to === undefined || chatType(to) !== chatType(chat)) return false;
		return chatType(to) === 'direct' ? !areDifferentPeople(to, chat) : to === chat;
	}

	/** Something came from this chat or has reached it, under either address. */
	function isKnownChat(chat: string): boolean {
		if (chatType(chat) !== 'direct') return true;
		const { phone, lid } = lidMapping.lookUp(chat);
		const ids = [chat, lid, phone && jidOfPhone(phone)].filter((jid) => jid !== null);
		return ids.some((jid) => incoming.hasChat(jid) || ledger.hasReached(jid));
	}

	const timelock = createReachOutTimelock({
		clock,
		settings: store.settings,
		socket: () => connection.open(),
		isKnownChat,
		onChange: () => sender.wake(),
		fail: (messageId, at, standing) => statuses.set(messageId, 'FAILED', at, notLetIn(standing)),
		onTrouble: (error) => connection.abandon(error),
	});

	const sender = createSender({
		ledger,
		clock,
		allowed: timelock.allowed,
		settings: () => settings,
		socket: () => connection.open(),
		prepare: createMessagePreparation({
			clock,
			auth,
			messageLookup,
			ledger,
			incoming,
			media,
			recipients,
			groupReceipts,
			messageSecrets,
			areDifferentPeople,
		}),
		fail(messageId, error) {
			statuses.set(messageId, 'FAILED', now(), error);
			media.sweep();
		},
		onSilence: () => connection.restart(),
		onTrouble: link.note,
	});

	function onRefused(messageId: string, code: string, at: number): void {
		switch (kindOfNack(code, ledger.get(messageId)?.chat)) {
			case 'restricted':
				return timelock.onRefused(messageId, at);
			case 'capped':
				timelock.hold();
				break;
			case 'passing':
				return sender.postpone(messageId, nackedForTooLong(code));
			case 'outdated':
				if (sender.sendAgain(messageId)) return;
		}
		statuses.set(messageId, 'FAILED', at, nackError(code));
	}

	// --- Connection ---

	const connection: Connection = createConnection({
		clock,
		dial(onEvent) {
			dialledAt = now();
			// What could not be written when the last connection ended.
			inbound.replay().catch(() => undefined);
			return connect({
				url,
				version: versions.current(),
				auth,
				journal,
				lidMapping,
				groups,
				keyless,
				onEvent,
				saving: store.db.saving,
				sentContent: ledger.wire,
				isSentTo,
				retryLimits,
				now,
				after: (ms, task) => clock.after(ms, task),
			});
		},
		isPaired: () => auth.isPaired(),
		renewVersion: versions.renew,
		onEvent: (event) => dispatch(onConnection, event),
	});

	const onConnection: Handlers<ConnectionEvent> = {
		qr: ({ text, again }) => linking.onQr(text, again),
		serverTime({ at }) {
			time.learn(at);
			// By the clock that it is compared by from now on.
			dialledAt = now();
		},
		codeTyped: () => linking.onCodeTyped(),
		codeRetired: () => linking.onCodeRetired(),
		paired: () => linking.onPaired(),
		oldCopy() {
			connection.stop();
			refuseOldCopy();
		},
		open() {
			if (!linking.onOpened(ownPhone())) return;
			onlineSince = now();
			link.move('opened');
			announce('session.connected', null);
			retention.onTime();
			timelock.onTime();
			sender.goOnline();
			resumeUnfinished();
			learnGroupNames();
		},
		lost({ code }) {
			sender.goOffline();
			changes.notify();
			inbound.replay().catch(() => undefined);
			announce('session.disconnected', `The connection was closed (${code}).`);
		},
		trouble: ({ error }) => link.note(error),
		retry({ error }) {
			if (link.lastError()?.code !== 'STORE_FAILED') link.note(error);
		},
		end({ step, error }) {
			link.move(step, error.toShape());
			const gone = ['LOGGED_OUT', 'BANNED'].includes(link.state());
			announce(gone ? 'session.loggedOut' : 'session.disconnected', error.message);
		},
		linkingEnded: ({ code }) => linking.onEnded(code),
		ack({ ack: { messageId, error, at } }) {
			if (error) return onRefused(messageId, error, at);
			statuses.set(messageId, 'SENT', at);
			// Baileys sends messages of its own, too.
			if (ledger.get(messageId)) lastOut = at;
		},
		receipts: ({ receipts }) => statuses.onReceipts(receipts),
		stanza: ({ stanza }) => journal.add(stanza),
		unfinishedStanza: ({ stanza }) => unfinishedStanzas.add(stanza),
		finished: ({ chat, messageId }) => unfinishedStanzas.done(chat, messageId),
		handled: ({ chat, messageId }) => inbound.onHandled(chat, messageId),
		contacts({ people }) {
			try {
				directory.learn(people);
			} catch (error) {
				link.note(error);
			}
		},
		reachOutTimelock: ({ standing }) => timelock.learn(standing),
		message({ opened }) {
			inbound.onMessage(opened);
			openedAt = now();
		},
	};

	// The next connection finds on disk which messages went out without an answer: memory follows it.
	store.db.onLost((error) => connection.abandon(error));

	const linking: Linking = createLinking({
		clock,
		changes,
		settings: store.settings,
		connection: () => connection,
		state: link.state,
		move: link.move,
		resetAuth: () => auth.reset(),
		renewVersion: versions.renew,
		phone: () => settings.phone,
		holderOf,
	});

	const watchdog = createWatchdog({
		clock,
		socket: () => connection.open(),
		// What came over an earlier connection says nothing of this one.
		oldestUnopened: () => journal.oldest(dialledAt),
		openedAt: () => openedAt,
		onStall: (stalls) => (stalls ? link.note(BACKLOG_STALLED) : link.forgive(BACKLOG_STALLED)),
		restart: () => connection.restart(),
		giveUp,
	});

	/** What was not opened before the earlier connection ended WhatsApp hands over again itself. */
	function resumeUnfinished(): void {
		try {
			connection
				.open()
				?.resume(unfinishedStanzas.take().filter((stanza) => isOpened(stanza, journal)));
		} catch (error) {
			link.note(error);
		}
	}

	let knowsGroups = false;

	/** Once; later WhatsApp tells of what changes. Without an answer, the next connection asks. */
	function learnGroupNames(): void {
		if (knowsGroups) return;
		connection
			.open()
			?.groups.names()
			.then(
				() => (knowsGroups = true),
				() => undefined,
			);
	}

	const retention = createRetention({
		clock,
		db: store.db,
		time,
		ledger,
		incoming,
		journal,
		unfinishedStanzas,
		messageSecrets,
		recipients,
		events,
		media,
		keepContentHours: () => settings.keepContentHours,
		onSwept() {
			if (link.state() === 'LINKED') copies.count();
		},
	});

	let idSecret = store.settings.get<string>(ID_SECRET);
	if (!idSecret) {
		idSecret = randomBytes(32).toString('base64');
		store.settings.set(ID_SECRET, idSecret);
	}

	return {
		ledger,
		sender,
		recipients,
		events,
		incoming,
		directory,
		messageLookup,
		groupReceipts,
		media,
		linking,
		connection,
		changes,
		pace,
		idSecret,
		typedPhone: () => settings.phone,
		ownPhone,
		linkedPhone,
		addresses,
		areDifferentPeople,
		now,
		atLeast: time.atLeast,
		move: link.move,
		erase,
		configure(next) {
			if (isDeepStrictEqual(next, settings)) return;
			settings = next;
			store.settings.set(SETTINGS, settings);
		},
		enqueue: (messageId, chat, request, mediaIds) =>
			store.db.lazily(() => {
				media.claim(mediaIds, messageId);
				return ledger.enqueue(messageId, chat, request, connection.open() !== undefined);
			}),
		start() {
			if (link.state() !== 'LINKED') return;
			if (copies.isOld()) return refuseOldCopy();
			copies.count();
			// Before connecting, so that events keep their order. Where it fails the rows stay for the next time.
			void inbound
				.replay()
				.catch(() => undefined)
				.then(() => {
					if (!closed && link.state() === 'LINKED') connection.start();
				});
		},
		state: link.state,
		status() {
			const { phone, name } = info();
			const connected = connection.open() !== undefined;
			const droppedEvents = events.dropped();
			const status = {
				state: link.state(),
				connected,
				phone: auth.isPaired() ? phone : null,
				name,
				onlineSince: connected ? toIso(onlineSince) : null,
				lastMessageIn: toIso(inbound.lastAt()),
				lastMessageOut: toIso(lastOut),
				queueLength: ledger.waiting(),
				...(droppedEvents > 0 && { droppedEvents }),
				restrictedUntil: toIso(timelock.until()),
				lastError: link.lastError(),
			};
			return { ...status, summary: summarize(status, now()) };
		},
		forget() {
			const who = info();
			connection.stop();
			auth.reset();
			link.move('forgotten');
			announce('session.loggedOut', 'The number was logged out in n8n.', who);
		},
		close() {
			const isOpen = !closed;
			closed = true;
			inbound.close();
			watchdog.stop();
			timelock.close();
			retention.close();
			linking.close();
			media.close();
			connection.stop();
			events.close();
			time.save();
			if (isOpen && link.state() === 'LINKED') copies.count();
			store.close();
		},
	};
}

function toIso(at: number | undefined): string | null {
	return at ? new Date(at).toISOString() : null;
}

/** What is done for each event of a union. */
type Handlers<Event extends { type: string }> = {
	readonly [T in Event['type']]: (event: Extract<Event, { type: T }>) => void | Promise<void>;
};

function dispatch<Event extends { type: string }>(
	handlers: Handlers<Event>,
	event: Event,
): void | Promise<void> {
	// The table pairs each type with its own event; TypeScript cannot follow that through a union of types.
	return (handlers[event.type as Event['type']] as (event: Event) => void | Promise<void>)(event);
}
