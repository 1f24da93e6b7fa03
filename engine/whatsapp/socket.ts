import makeWASocket, {
	getBinaryNodeChild,
	type BinaryNode,
	type ReachoutTimelockState,
	type SocketConfig,
	type WAMessage,
	type WAMessageKey,
	type WAVersion,
} from '@whiskeysockets/baileys';
import type { Agent } from 'node:http';
import type { Clock } from '../clock';
import { withoutDevice } from '../content/jid';
import type { Log } from '../log';
import type { Auth } from './auth';
import { businessOf } from './verified-names';
import { createBusinesses, type Businesses } from './business-profile';
import { createCallLinks, type CallLinks } from './call-links';
import { createCallActions, parseCall, parseCallLog, type CallActions } from './calls';
import { createCarts, type Carts } from './carts';
import { createCatalogs, type Catalogs } from './catalog';
import { postNameIn, type PostNames } from './channel-posts';
import { createChannels, type Channels } from './channels';
import { parseChatAction, type SyncAction } from './chat-actions';
import { keepChatOrder } from './chat-order';
import { createChats, type Chats } from './chats';
import { createCollections, type Collections } from './collections';
import type { ConnectionMemory } from './connection-memory';
import { createContacts, watchContacts, type Contacts } from './contacts';
import { createDeviceCache } from './device-cache';
import { browserFor } from './device-name';
import { through } from './downloads';
import { disconnectReasonOf } from './disconnect-reason';
import { createMetadataLookup } from './group-cache';
import { createGroupMembers, type GroupMembers } from './group-members';
import { subjectIn } from './group-notifications';
import { createGroups, type Groups } from './groups';
import { createHistory } from './history';
import { decodeContent, parseIncoming, type Me } from './incoming';
import type { JournaledStanza, PlaintextJournal } from './journal';
import { placeOf, placeOfKey, stanzaIn, toJournal } from './journaling';
import { createLabels, parseLabel, type Labels } from './labels';
import type { LidMapping } from './lid-mapping';
import { createMediaConnection, type MediaConnection } from './media-connection';
import { createMessageActions, type MessageActions } from './message-actions';
import { askNewChatCap, parseNewChatCap, type NewChatCap } from './new-chat-cap';
import { parseNotices } from './notices';
import { drainOffline, type Drain } from './offline-drain';
import { repairOwnLid } from './own-lid';
import { createPairing, type Pairing } from './pairing';
import { createPictures, type Pictures } from './pictures';
import { stayUnavailable, type Presence } from './presence';
import { createPrivacy, type Privacy } from './privacy';
import { createProfiles, type Profiles } from './profile';
import { parseChatState, parsePresence } from './presence-updates';
import { QUERY_TIMEOUT_MS } from './query-errors';
import { tellReceipts } from './receipts';
import { createRelay, type Relay } from './relay';
import { paceReading, type ByteSource } from './read-pace';
import { hasNewerKeys } from './server-keys';
import { rememberOnDemand } from './retry-memory';
import { createRings, parseRingReceipt, parseRingStep, type Rings } from './rings';
import { signalRepositoryFactory } from './signal-repository';
import { parseOwnRead, parseReceipts, timeIn } from './stanzas';
import { watchSyncActions } from './sync-actions';
import { isFinishedLater, watchUnfinishedStanzas } from './unfinished-stanzas';
import { watchUnopenedMessages } from './unopened-messages';
import { acknowledgeUnreadableStatuses } from './unreadable-statuses';
import { dropKnownLids, dropUserErrors } from './usync-answers';
import type { OpenedMessage, Standing, WhatsAppEvent } from './whatsapp-event';
import { writeAhead, type FrameSocket } from './write-ahead';

/** How long Baileys may hold events back. Its own buffer waits up to 30 s after a login. */
const FLUSH_EVERY_MS = 250;

/** One connection to WhatsApp, from the first byte to its close. It is never opened again. */
export interface WhatsAppSocket {
	readonly pairing: Pairing;
	readonly messages: Pick<Relay, 'relay'> & MessageActions;
	readonly groups: Groups & GroupMembers;
	readonly contacts: Contacts;
	readonly pictures: Pictures;
	readonly profile: Profiles;
	readonly privacy: Privacy;
	readonly channels: Channels;
	readonly carts: Carts;
	readonly catalogs: Catalogs;
	readonly collections: Collections;
	readonly businesses: Businesses;
	readonly calls: CallActions;
	readonly rings: Rings;
	readonly callLinks: CallLinks;
	readonly chats: Chats;
	readonly labels: Labels;
	readonly presence: Presence;
	/** What had waited for the login. */
	readonly drain: Drain;
	/** Where files may be uploaded; with `refresh` WhatsApp is asked anew. */
	mediaConnection(refresh: boolean): Promise<MediaConnection>;
	/** Asks WhatsApp whether the number may open new chats: it comes as `reachOutTimelock`. Rejects when there is no answer. */
	askReachOutTimelock(): Promise<void>;
	/** Asks WhatsApp how many new chats the number may start, and has; undefined where it does not say. Rejects without an answer. */
	askNewChatCap(): Promise<NewChatCap | undefined>;
	/** Has Baileys do what it has not got done over an earlier connection. */
	resume(unfinishedStanzas: readonly JournaledStanza[]): void;
	/** False as soon as the socket has closed, an instant before `closed`. */
	isOpen(): boolean;
	/** When anything was received last; undefined as long as WhatsApp has not said a word. */
	lastFrameAt(): number | undefined;
	/** Removes this device from the phone's list. */
	logOut(): Promise<void>;
	/** Ends the connection; nothing more is said of its life. */
	close(): void;
}

export interface SocketOptions extends ConnectionMemory {
	url: string;
	/** As what the phone lists this device once it is linked; empty: the usual name. */
	deviceName: string;
	/** What makes the connections to WhatsApp, this one and those for what Baileys downloads; undefined: they are direct. */
	agent(protocol: string): Agent | undefined;
	/** What WhatsApp is told that this is a version of. */
	version: WAVersion;
	auth: Auth;
	journal: Pick<PlaintextJournal, 'plaintext'>;
	lidMapping: LidMapping;
	/**
	 * The one callback. What it throws ends the connection (`trouble`); only of `handled` the answer is waited for.
	 */
	onEvent(event: WhatsAppEvent): void | Promise<void>;
	/** What was written and is not on disk: `Database.saving`. */
	saving(): Promise<void> | undefined;
	log: Log;
	/** What was sent under an ID: answers requests to send again. */
	sentContent(messageId: string): string | undefined;
	/** Whether it went to this chat. */
	isSentTo(messageId: string, chat: string): boolean;
	/** Who is to get a status of ours, ourselves not among them. */
	audienceOf(messageId: string): readonly string[];
	/** What is known of posts in channels. */
	posts: PostNames;
	now(): number;
	after: Clock['after'];
}

export type Connect = (options: SocketOptions) => WhatsAppSocket;

export const connect: Connect = (options) => {
	const { url, agent, version, auth, journal, lidMapping, groups, keyless, onEvent } = options;
	const { saving, log, sentContent, isSentTo, audienceOf, retryLimits, now, after } = options;
	const { presenceSubscriptions, deviceName, posts } = options;
	const { me } = auth;
	const devices = createDeviceCache(now, keyless.has);
	const browser = browserFor(deviceName);
	const [listedAs] = browser;
	const sock = makeWASocket({
		waWebSocketUrl: url,
		agent: agent(new URL(url).protocol) as SocketConfig['agent'],
		options: through(agent('https:')),
		version,
		auth: auth.state,
		logger: watchUnopenedMessages(
			watchSyncActions((action, isOld) => tellSyncAction(action, isOld)),
			(key) => tellUnopened(key),
		),
		browser,
		markOnlineOnConnect: false,
		emitOwnEvents: false,
		syncFullHistory: false,
		keepAliveIntervalMs: 20_000,
		defaultQueryTimeoutMs: QUERY_TIMEOUT_MS,
		// The pause after a message that cannot be opened, in which all others wait: many of them would hold up everybody.
		retryRequestDelayMs: 0,
		transactionOpts: { maxCommitRetries: 3, delayBetweenTriesMs: 200 },
		makeSignalRepository: signalRepositoryFactory({
			storedKeys: auth.state.keys,
			hasOpenSession: auth.hasOpenSession,
			journal,
			lidMapping,
		}),
		userDevicesCache: devices,
		cachedGroupMetadata: async (jid) => {
			const known = groups.get(jid);
			return known && groupForBaileys(known);
		},
		getMessage: async ({ id }) => {
			const wire = id ? sentContent(id) : undefined;
			return wire === undefined ? undefined : decodeContent(wire);
		},
	});
	rememberOnDemand(sock.messageRetryManager);
	// Baileys' own wrapper cannot be used: it was bound before it could be replaced (lib/Socket/socket.js, sendPromise).
	const { socket: webSocket } = sock.ws as unknown as { socket: FrameSocket & ByteSource };
	writeAhead(webSocket, saving);
	const { creds } = auth.state;
	let ended = false;
	let lastFrameAt: number | undefined;
	sock.ws.on('frame', (frame: BinaryNode | Uint8Array) => {
		lastFrameAt = now();
		if (!('tag' in frame)) return;
		dropUserErrors(frame);
		dropKnownLids(frame, lidMapping);
	});
	const emit = (event: WhatsAppEvent): void => void onEvent(event);
	/**
	 * What a listener throws at Baileys is thrown at whoever hands over the next event, a timer among them, and its event
	 * buffer hands over the same again and again (lib/Utils/event-buffer.js, flush); for a stanza nobody hears of it. So the
	 * connection is given up: Baileys answers nothing over it any more, and WhatsApp hands over again what it has no
	 * answer to.
	 */
	const guarded =
		<A extends unknown[]>(handle: (...args: A) => void) =>
		(...args: A): void => {
			try {
				handle(...args);
			} catch (error) {
				emit({ type: 'trouble', error });
			}
		};
	const presence = stayUnavailable(sock, {
		subscriptions: presenceSubscriptions,
		clock: { now, after },
		onRenamed: guarded((name: string) => {
			const at = now();
			const change = { change: 'name' as const, name };
			emit({ type: 'notices', notices: [{ type: 'profileChange', id: String(at), at, change }] });
		}),
	});
	/** Never throws: it runs in a timer, and what ends the connection comes after it. */
	const flush = guarded(() => {
		if (sock.ev.isBuffering()) sock.ev.flush();
	});
	const flushing = setInterval(flush, FLUSH_EVERY_MS);
	flushing.unref();
	/** Listens to stanzas in front of Baileys. */
	const onStanza = (event: string, handle: (node: BinaryNode) => void) =>
		sock.ws.prependListener(event, guarded(handle));

	const tellSyncAction = guarded((action: SyncAction, isOld: boolean) => {
		const told = parseChatAction(action);
		if (told) emit({ type: 'chatAction', told: { ...told, isOld } });
		const label = parseLabel(action);
		if (label) emit({ type: 'label', told: { ...label, isOld } });
		const steps = isOld ? [] : parseCallLog(action);
		for (const step of steps) emit({ type: 'call', step });
	});
	const tellUnopened = guarded((key: WAMessageKey) => {
		const place = sock.ws.isOpen && placeOfKey(key, me());
		if (place) emit({ type: 'unopened', ...place });
	});
	const history = createHistory({
		sock,
		me,
		after,
		onChats: guarded((chats) => emit({ type: 'chats', chats })),
	});
	const privacy = createPrivacy(sock);
	const metadataOf = createMetadataLookup(sock, groups, now);
	const groupMembers = createGroupMembers({ metadataOf, cache: groups, lidMapping, me });
	const { relay, groupForBaileys, reachPerson, onAck } = createRelay({
		sock,
		auth,
		devices,
		groups,
		keyless,
		lidMapping,
		retryLimits,
		metadataOf,
		isMember: async (group, jid) => (await groupMembers.member(group, jid)) !== null,
		sentContent,
		isSentTo,
		audienceOf,
		posts,
		now,
		log,
	});

	onStanza('CB:success', (node) => {
		const at = timeIn(node);
		if (at === undefined) return;
		emit({ type: 'serverTime', at });
		lastFrameAt = now();
	});
	// Status truth: the raw stanzas, in front of Baileys' own listeners. Its events merge, drop and downgrade them.
	onStanza('CB:ack,class:message', (node) => {
		const ack = onAck(node);
		if (ack) emit({ type: 'ack', ack });
	});
	onStanza('CB:receipt', (node) => {
		const read = parseOwnRead(node, [me().jid, me().lid], now());
		if (read) emit({ type: 'ownRead', read });
		const told = parseRingReceipt(node);
		if (told) emit({ type: 'ring', told });
	});
	// Of these, each stands in front of those before it: the last one is the first to see a stanza.
	tellReceipts(
		sock.ws,
		(node) => parseReceipts(node, [me().jid, me().lid], now()),
		guarded((receipts) => emit({ type: 'receipts', receipts })),
		saving,
	);
	acknowledgeUnreadableStatuses(sock, me);
	watchUnfinishedStanzas(
		sock,
		flush,
		guarded((node) => {
			const place = placeOf(node, me());
			if (place) emit({ type: 'finished', ...place });
		}),
	);
	keepChatOrder(sock.ws, lidMapping, log, async (node) => {
		const place = placeOf(node, me());
		if (!place) return;
		try {
			await onEvent({ type: 'handled', ...place });
		} catch (error) {
			emit({ type: 'trouble', error });
		}
	});
	const drain = drainOffline({ ws: sock.ws, send: sock.sendNode, clock: { now, after } });
	paceReading(sock.ws, webSocket, after);
	onStanza('CB:message', (node) => {
		const post = postNameIn(node);
		if (post) emit({ type: 'post', post });
		const business = businessOf(node, me(), now());
		if (business) emit({ type: 'notices', notices: [business] });
		const stanza = toJournal(node, me());
		if (stanza && isFinishedLater(node)) emit({ type: 'unfinishedStanza', stanza });
		else if (stanza) emit({ type: 'stanza', stanza });
	});
	onStanza('CB:iq,,digest', (node) => {
		if (hasNewerKeys(node, creds.nextPreKeyId)) emit({ type: 'oldCopy' });
	});
	const pairing = createPairing({ sock, auth, browser, onStanza, emit });

	onStanza('CB:notification,type:w:gp2', (node) => {
		// At once: Baileys' own events may come later than the next message to the group.
		groups.forget(node.attrs.from);
		const named = subjectIn(node);
		if (named) groups.learn([named]);
	});
	onStanza('CB:notification', (node) => {
		const notices = parseNotices(node, auth.me(), now());
		if (notices.length > 0) emit({ type: 'notices', notices });
	});
	onStanza('CB:notification,type:mex', (node) => {
		const cap = parseNewChatCap(node, now());
		if (cap) emit({ type: 'newChatCap', cap });
	});
	onStanza('CB:notification,type:account_sync', (node) => {
		if (getBinaryNodeChild(node, 'privacy')) privacy.onChanged();
	});
	onStanza('CB:presence', (node) => {
		const update = parsePresence(node, auth.me());
		if (update) emit({ type: 'presence', update });
	});
	onStanza('CB:chatstate', (node) => {
		const update = parseChatState(node, auth.me());
		if (update) emit({ type: 'presence', update });
	});
	onStanza('CB:call', (node) => {
		const step = parseCall(node, auth.me(), now());
		if (step) emit({ type: 'call', step });
		const told = parseRingStep(node, auth.me());
		if (told) emit({ type: 'ring', told });
	});
	groups.watch(sock.ev);
	let hadAddressBook = auth.hasAddressBook();
	onStanza('CB:notification,type:server_sync', () => {
		hadAddressBook = auth.hasAddressBook();
	});
	watchContacts(
		sock.ev,
		lidMapping,
		() => hadAddressBook,
		(people, isNews) => emit({ type: 'contacts', people, isNews }),
	);
	sock.ev.on(
		'creds.update',
		guarded((update) => {
			Object.assign(creds, update);
			repairOwnLid(creds);
			auth.save();
		}),
	);
	// `append` is what waited while we were offline: messages like any other.
	sock.ev.on('messages.upsert', ({ messages }) => messages.forEach(guarded(take)));
	sock.ev.on(
		'connection.update',
		guarded((update) => {
			if (update.qr) pairing.showQr(update.qr);
			if (update.isNewLogin) emit({ type: 'paired', deviceName: listedAs });
			if (update.reachoutTimeLock) {
				const standing = toStanding(update.reachoutTimeLock);
				emit({ type: 'reachOutTimelock', standing });
			}
			if (update.connection === 'open') emit({ type: 'open' });
			if (update.connection === 'close') {
				clearInterval(flushing);
				// The buffer is destroyed right after this: what it holds was acknowledged already.
				flush();
				const reason = disconnectReasonOf(update.lastDisconnect?.error, now());
				if (!ended) emit({ type: 'closed', reason });
				ended = true;
			}
		}),
	);

	function take(message: WAMessage): void {
		const opened = toOpened(message, me());
		// What an ended connection has not opened comes again over the next.
		if (opened && !opened.message && !sock.ws.isOpen) return;
		if (opened) emit({ type: 'message', opened });
	}

	return {
		pairing,
		messages: { relay, ...createMessageActions(sock, privacy.refresh) },
		groups: { ...createGroups(sock, groups, groupMembers, now), ...groupMembers },
		contacts: createContacts(sock),
		pictures: createPictures(sock),
		profile: createProfiles(sock),
		privacy,
		channels: createChannels(sock, now),
		businesses: createBusinesses(sock),
		carts: createCarts(sock),
		catalogs: createCatalogs(sock),
		collections: createCollections(sock, now),
		calls: createCallActions(sock),
		rings: createRings({ sock, devicesOf: reachPerson, me }),
		callLinks: createCallLinks(sock, now),
		chats: createChats(sock, history),
		labels: createLabels(sock),
		presence,
		drain,
		mediaConnection: createMediaConnection((node) => sock.query(node), now),
		async askReachOutTimelock() {
			await sock.fetchAccountReachoutTimelock();
		},
		askNewChatCap: () => askNewChatCap((node) => sock.query(node), now),
		resume(unfinishedStanzas) {
			for (const stanza of unfinishedStanzas) sock.ws.emit('CB:message', stanzaIn(stanza));
		},
		isOpen: () => sock.ws.isOpen,
		lastFrameAt: () => lastFrameAt,
		async logOut() {
			// Baileys ends the connection at once, and with it what waits to be on disk before it leaves.
			for (let saved = saving(); saved; saved = saving()) await saved;
			await sock.logout();
		},
		close() {
			ended = true;
			clearInterval(flushing);
			flush();
			void sock.end(undefined);
		},
	};
};

function toOpened(message: WAMessage, me: Me): OpenedMessage | undefined {
	const { id, remoteJid } = message.key;
	if (!id || !remoteJid) return undefined;
	return { chat: withoutDevice(remoteJid), messageId: id, message: parseIncoming(message, me) };
}

function toStanding({ isActive, timeEnforcementEnds }: ReachoutTimelockState): Standing {
	return { isActive: isActive === true, until: timeEnforcementEnds?.getTime() };
}
