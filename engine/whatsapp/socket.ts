import makeWASocket, {
	Browsers,
	getBinaryNodeChild,
	jidDecode,
	jidEncode,
	type BinaryNode,
	type GroupMetadata,
	type proto,
	type ReachoutTimelockState,
	type WAMessage,
	type WAVersion,
} from '@whiskeysockets/baileys';
import type { Clock } from '../clock';
import { chatType, jidOfPhone, withoutDevice } from '../content/jid';
import type { LookUps } from '../content/outgoing/index';
import type { Auth } from './auth';
import { createCallLink } from './call-links';
import { findProduct } from './catalog';
import { inviteToChannel } from './channels';
import { keepChatOrder } from './chat-order';
import { disconnectReasonOf } from './disconnect-reason';
import { watchContacts } from './contacts';
import { createDeviceCache } from './device-cache';
import { createFanOut } from './fan-out';
import type { GroupCache } from './group-cache';
import type { Keyless } from './keyless';
import { createGroups, type Groups } from './groups';
import { decodeContent, parseIncoming, type Me } from './incoming';
import { holdFrames, type FrameSocket } from './outgoing-frames';
import { createMediaConnection } from './media-connection';
import { drainOffline, type Drain } from './offline-drain';
import { silentLogger } from './silent-logger';
import type { MediaConnection } from '../media/media-host';
import type { Journal } from '../inbox/journal';
import type { JournaledStanza } from '../inbox/stanza-rows';
import type { LidMapping } from './lid-mapping';
import { isFinishedLater, watchUnfinishedStanzas } from './unfinished-stanzas';
import { placeOf, stanzaIn, toJournal } from './journaling';
import { stayUnavailable, type ShowActivity } from './presence';
import { createQrSecret } from './qr-secret';
import { tellReceipts } from './receipts';
import type { RetryLimits } from './retry-limits';
import { answerRetryReceipts } from './retry-receipts';
import { hasNewerKeys } from './server-keys';
import { signalRepositoryFactory } from './signal-repository';
import { stanzaDetails } from './stanza-details';
import { dropUserErrors } from './usync-answers';
import { deleteForMe, star } from './message-actions';
import { outdatedChat, parseAck, parseReceipts, timeIn } from './stanzas';
import { QUERY_TIMEOUT_MS, Unanswered, unlessUnanswered } from './unanswered';
import { acknowledgeUnreadableStatuses } from './unreadable-statuses';
import type { OpenedMessage, Standing, WhatsAppEvent } from './whatsapp-event';

/** How long Baileys may hold events back. Its own buffer waits up to 30 s after a login. */
const FLUSH_EVERY_MS = 250;

/** One connection to WhatsApp, from the first byte to its close. It is never opened again. */
export interface WhatsAppSocket extends Omit<LookUps, 'takeOver'> {
	/** Asks the server to be linked by code. Rejects when the server refuses. Only after the first `qr` event. */
	requestPairingCode(phone: string): Promise<string>;
	/** The address under which WhatsApp knows a phone number; null: it does not. Rejects when there is no answer. */
	resolvePhone(phone: string): Promise<string | null>;
	/** Shows the chat what we are doing. */
	setPresence: ShowActivity;
	/** What can be asked and changed of groups. */
	readonly groups: Groups;
	/** The address by which a group has a person, from any of theirs; null: nobody in it. */
	member(group: string, jid: string): Promise<string | null>;
	/** What a person, by any of their addresses, may do in a group. */
	roleOf(group: string, jids: readonly string[]): Promise<MemberRole>;
	/** How many people are in a group, besides ourselves. */
	countParticipants(group: string): Promise<number>;
	/**
	 * Hands the bytes to WhatsApp; resolves when nothing but the disk is between them and the wire (`outgoing-frames.ts`),
	 * not when they are acknowledged. `again`: they were handed over before, and nobody knows whether they arrived.
	 */
	relay(chat: string, messageId: string, wire: string, again: boolean): Promise<void>;
	/** Where files may be uploaded; with `refresh` WhatsApp is asked anew. */
	mediaConnection(refresh: boolean): Promise<MediaConnection>;
	/** Puts a star on a message on all devices of the account, or takes it off. */
	star(key: proto.IMessageKey, starred: boolean): Promise<void>;
	/** Deletes a message on all devices of the account, for nobody else. `at`: when it was sent (ms). */
	deleteForMe(key: proto.IMessageKey, at: number): Promise<void>;
	/** Tells who wrote them that messages were read, if the account's privacy settings allow that. */
	markRead(keys: readonly proto.IMessageKey[]): Promise<void>;
	/** Asks WhatsApp whether the number may open new chats: it comes as `reachOutTimelock`. Rejects when there is no answer. */
	askRestriction(): Promise<void>;
	/** Has Baileys do what it has not got done over an earlier connection. */
	resume(unfinishedStanzas: readonly JournaledStanza[]): void;
	/** What had waited for the login. */
	readonly drain: Drain;
	/** False as soon as the socket has closed, an instant before `closed`. */
	isOpen(): boolean;
	/** When anything was received last; undefined as long as WhatsApp has not said a word. */
	lastFrameAt(): number | undefined;
	/** Removes this device from the phone's list. */
	logOut(): Promise<void>;
	/** Ends the connection; nothing more is said of its life. */
	close(): void;
}

export interface MemberRole {
	isAdmin: boolean;
	/** Whether admins alone may change the group's settings, and pin messages. */
	isRestricted: boolean;
}

export interface SocketOptions {
	url: string;
	/** What WhatsApp is told that this is a version of. */
	version: WAVersion;
	auth: Auth;
	journal: Pick<Journal, 'plaintext'>;
	lidMapping: LidMapping;
	groups: GroupCache;
	keyless: Keyless;
	/**
	 * The one callback. What it throws ends the connection (`trouble`); only of `handled` the answer is waited for.
	 */
	onEvent(event: WhatsAppEvent): void | Promise<void>;
	/** What was written and is not on disk: `Database.saving`. */
	saving(): Promise<void> | undefined;
	/** What was sent under an ID: answers requests to send again. */
	sentContent(messageId: string): string | undefined;
	/** Whether it went to this chat. */
	isSentTo(messageId: string, chat: string): boolean;
	retryLimits: RetryLimits;
	now(): number;
	after: Clock['after'];
}

export type Connect = (options: SocketOptions) => WhatsAppSocket;

export const connect: Connect = (options) => {
	const { url, version, auth, journal, lidMapping, groups, keyless, onEvent } = options;
	const { saving, sentContent, isSentTo, retryLimits, now, after } = options;
	const devices = createDeviceCache(now, keyless.has);
	const sock = makeWASocket({
		waWebSocketUrl: url,
		version,
		auth: auth.state,
		logger: silentLogger,
		browser: Browsers.macOS('Chrome'),
		markOnlineOnConnect: false,
		emitOwnEvents: false,
		syncFullHistory: false,
		keepAliveIntervalMs: 20_000,
		defaultQueryTimeoutMs: QUERY_TIMEOUT_MS,
		// The pause after a message that cannot be opened, in which all others wait: many of them would hold up everybody.
		retryRequestDelayMs: 0,
		transactionOpts: { maxCommitRetries: 3, delayBetweenTriesMs: 200 },
		makeSignalRepository: signalRepositoryFactory({
			sealingKeys: auth.sealingKeys,
			hasOpenSession: auth.hasOpenSession,
			journal,
			lidMapping,
		}),
		userDevicesCache: devices,
		cachedGroupMetadata: async (jid) => groups.get(jid),
		getMessage: async ({ id }) => {
			const wire = id ? sentContent(id) : undefined;
			return wire === undefined ? undefined : decodeContent(wire);
		},
	});
	// Baileys' own wrapper cannot be used: it was bound before it could be replaced (lib/Socket/socket.js, sendPromise).
	holdFrames((sock.ws as unknown as { socket: FrameSocket }).socket, saving);
	const { creds } = auth.state;
	const setPresence = stayUnavailable(sock);
	let ended = false;
	let lastFrameAt: number | undefined;
	sock.ws.on('frame', (frame: BinaryNode | Uint8Array) => {
		lastFrameAt = now();
		if ('tag' in frame) dropUserErrors(frame);
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
	/** Never throws: it runs in a timer, and what ends the connection comes after it. */
	const flush = guarded(() => {
		if (sock.ev.isBuffering()) sock.ev.flush();
	});
	const flushing = setInterval(flush, FLUSH_EVERY_MS);
	flushing.unref();

	const fanOut = createFanOut({
		sock,
		devices,
		keyless,
		me: auth.me,
		metadataOf,
		forgetMetadata: groups.forget,
		sentContent,
		now,
	});

	const onStanza = (event: string, handle: (node: BinaryNode) => void) =>
		sock.ws.prependListener(event, guarded(handle));

	onStanza('CB:success', (node) => {
		const at = timeIn(node);
		if (at === undefined) return;
		emit({ type: 'serverTime', at });
		lastFrameAt = now();
	});
	// Status truth: the raw stanzas, in front of Baileys' own listeners. Its events merge, drop and downgrade them.
	onStanza('CB:ack,class:message', (node) => {
		fanOut.onAck(node);
		const outdated = outdatedChat(node);
		if (outdated?.refused) void forgetPeople(outdated.chat).catch(() => undefined);
		else if (outdated) groups.doubt(outdated.chat);
		const ack = parseAck(node, now());
		if (ack) emit({ type: 'ack', ack });
	});
	answerRetryReceipts({
		sock,
		me: auth.me,
		isSentTo,
		sentContent,
		isMember: async (group, jid) => (await member(group, jid)) !== null,
		forgetKeyHolder,
		limits: retryLimits,
		lidMapping,
	});
	const readReceipts = (node: BinaryNode) => {
		const me = auth.me();
		return parseReceipts(node, [me.jid, me.lid], now());
	};
	tellReceipts(
		sock.ws,
		readReceipts,
		guarded((receipts) => emit({ type: 'receipts', receipts })),
	);
	acknowledgeUnreadableStatuses(sock, auth.me);
	watchUnfinishedStanzas(
		sock,
		flush,
		guarded((node) => {
			const place = placeOf(node, auth.me());
			if (place) emit({ type: 'finished', ...place });
		}),
	);
	keepChatOrder(sock.ws, lidMapping, async (node) => {
		const place = placeOf(node, auth.me());
		if (!place) return;
		try {
			await onEvent({ type: 'handled', ...place });
		} catch (error) {
			emit({ type: 'trouble', error });
		}
	});
	const drain = drainOffline({ ws: sock.ws, send: sock.sendNode, clock: { now, after } });
	onStanza('CB:message', (node) => {
		const stanza = toJournal(node, auth.me());
		if (stanza && isFinishedLater(node)) emit({ type: 'unfinishedStanza', stanza });
		else if (stanza) emit({ type: 'stanza', stanza });
	});
	onStanza('CB:notification,type:link_code_companion_reg', (node) => {
		const { stage } = getBinaryNodeChild(node, 'link_code_companion_reg')?.attrs ?? {};
		if (stage === 'primary_hello') emit({ type: 'codeTyped' });
		if (stage === 'refresh_code') emit({ type: 'codeRetired' });
	});
	onStanza('CB:iq,,digest', (node) => {
		if (hasNewerKeys(node, creds.nextPreKeyId)) emit({ type: 'oldCopy' });
	});
	const qr = createQrSecret({
		creds,
		save: auth.save,
		send: sock.sendNode,
		onQr: (text, again) => emit({ type: 'qr', text, again }),
	});
	onStanza('CB:notification,type:companion_reg_refresh', qr.onRefresh);

	// At once: Baileys' own event may come later than the next message to the group.
	onStanza('CB:notification,type:w:gp2', ({ attrs }) => groups.forget(attrs.from));
	groups.watch(sock.ev);
	watchContacts(sock.ev, lidMapping, (people) => emit({ type: 'contacts', people }));
	sock.ev.on(
		'creds.update',
		guarded((update) => {
			Object.assign(creds, update);
			// WhatsApp tells our LID without the device, and Baileys takes whom it names for this device. That would be our phone:
			// in chats by LID its copy would go to ourselves (relayMessage), in groups by LID its sender key would take the place of
			// ours, and nothing could be sealed any more.
			const { me } = creds;
			if (me?.lid) creds.me = { ...me, lid: withDeviceOf(me.lid, me.id) };
			auth.save();
		}),
	);
	// `append` is what waited while we were offline: messages like any other.
	sock.ev.on('messages.upsert', ({ messages }) => messages.forEach(guarded(take)));
	sock.ev.on(
		'connection.update',
		guarded((update) => {
			if (update.qr) qr.show(update.qr);
			if (update.isNewLogin) emit({ type: 'paired' });
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
		const opened = toOpened(message, auth.me());
		// What an ended connection has not opened comes again over the next.
		if (opened && !opened.message && !sock.ws.isOpen) return;
		if (opened) emit({ type: 'message', opened });
	}

	/**
	 * Baileys notes who has a group's sender key as soon as a frame is handed over (lib/Socket/messages-send.js,
	 * relayMessage). If that frame never arrived nobody could open the next one: the key goes to everybody again.
	 */
	async function forgetKeyHolders(group: string): Promise<void> {
		await auth.sealingKeys.set({ 'sender-key-memory': { [group]: null } });
	}

	/** As above, for one device. */
	async function forgetKeyHolder(group: string, device: string): Promise<void> {
		const { [group]: holders } = await auth.sealingKeys.get('sender-key-memory', [group]);
		if (!holders?.[device]) return;
		const { [device]: _, ...others } = holders;
		await auth.sealingKeys.set({ 'sender-key-memory': { [group]: others } });
	}

	/** So that the message can be sent once more, to whoever is there now. */
	async function forgetPeople(chat: string): Promise<void> {
		fanOut.forget(chat);
		await forgetKeyHolders(chat);
	}

	async function relay(
		chat: string,
		messageId: string,
		wire: string,
		again: boolean,
	): Promise<void> {
		if (again && chatType(chat) === 'group') await forgetKeyHolders(chat);
		await fanOut.prepare(chat, messageId);
		const message = decodeContent(wire);
		await unlessUnanswered(now, () =>
			sock.relayMessage(chat, message, { messageId, ...stanzaDetails(message) }),
		);
	}

	async function member(group: string, jid: string): Promise<string | null> {
		return memberOf(await metadataOf(group), namesOf(jid))?.id ?? null;
	}

	function namesOf(jid: string): (string | null)[] {
		const { phone, lid } = lidMapping.lookUp(jid);
		return [withoutDevice(jid), lid, phone && jidOfPhone(phone)];
	}

	async function metadataOf(group: string): Promise<GroupMetadata> {
		const known = groups.get(group);
		if (known) return known;
		const metadata = await unlessUnanswered(now, () => sock.groupMetadata(group));
		groups.set(metadata);
		return metadata;
	}

	return {
		async requestPairingCode(phone) {
			// Baileys does not wait for the answer and would return a code that the server has refused. Before the link
			// nothing else is asked, so the next answer is the one to this.
			const answer = Promise.race([
				next(sock.ws, 'CB:iq,type:result,link_code_companion_reg'),
				next(sock.ws, 'CB:iq,type:error'),
			]);
			const code = await sock.requestPairingCode(phone);
			const node = await answer;
			if (node.attrs.type === 'error') throw new PairingCodeRefused(errorCode(node));
			return code;
		},

		async resolvePhone(phone) {
			const found = await sock.onWhatsApp(phone);
			// A query that timed out gives undefined (lib/Socket/socket.js, waitForMessage).
			if (!found) throw new Unanswered();
			return found.find(({ exists }) => exists)?.jid ?? null;
		},

		setPresence,

		groups: createGroups(sock, groups, now),

		async countParticipants(group) {
			const { participants } = await metadataOf(group);
			return participants.length - 1;
		},

		member,

		async roleOf(group, jids) {
			const names = jids.flatMap(namesOf);
			const role = roleIn(await metadataOf(group), names);
			if (role.isAdmin) return role;
			// They may have become one, and the news got lost.
			groups.doubt(group);
			return roleIn(await metadataOf(group), names);
		},

		async isAnnouncementGroup(group) {
			const { isCommunityAnnounce } = await metadataOf(group);
			return isCommunityAnnounce === true;
		},

		async usesLids(group) {
			const { addressingMode } = await metadataOf(group);
			return addressingMode === 'lid';
		},

		async isAdmin(group) {
			const me = auth.me();
			const own = [me.jid, me.lid].map((jid) => jid && withoutDevice(jid));
			return Boolean(memberOf(await metadataOf(group), own)?.admin);
		},

		createCallLink: (kind, startsAt) =>
			unlessUnanswered(now, () => createCallLink(sock, kind, startsAt)),

		inviteToChannel: (channel, user) =>
			unlessUnanswered(now, () => inviteToChannel(sock, channel, user)),

		product: (business, productId) =>
			unlessUnanswered(now, () => findProduct(sock, business, productId)),

		relay,

		mediaConnection: createMediaConnection((node) => sock.query(node), now),

		star: (key, starred) => star(sock, key, starred),

		deleteForMe: (key, at) => deleteForMe(sock, key, at),

		markRead: (keys) => sock.readMessages([...keys]),

		async askRestriction() {
			await sock.fetchAccountReachoutTimelock();
		},

		resume(unfinishedStanzas) {
			for (const errand of unfinishedStanzas) sock.ws.emit('CB:message', stanzaIn(errand));
		},

		drain,

		isOpen: () => sock.ws.isOpen,

		lastFrameAt: () => lastFrameAt,

		logOut: () => sock.logout(),

		close() {
			ended = true;
			clearInterval(flushing);
			flush();
			void sock.end(undefined);
		},
	};
};

/** The same account by the name that `jid` has, as the device that `me` names. */
function withDeviceOf(jid: string, me: string | undefined): string {
	const { user, server } = jidDecode(jid) ?? {};
	const { device } = jidDecode(me) ?? {};
	return user && server ? jidEncode(user, server, device) : jid;
}

function toOpened(message: WAMessage, me: Me): OpenedMessage | undefined {
	const { id, remoteJid } = message.key;
	if (!id || !remoteJid) return undefined;
	return { chat: withoutDevice(remoteJid), messageId: id, message: parseIncoming(message, me) };
}

function toStanding({ isActive, timeEnforcementEnds }: ReachoutTimelockState): Standing {
	return { isActive: isActive === true, until: timeEnforcementEnds?.getTime() };
}

/** WhatsApp refused to hand out a pairing code; `code` is its error number. */
export class PairingCodeRefused extends Error {
	constructor(readonly code: string) {
		super(`WhatsApp refused to link by code (${code})`);
	}
}

/** `names`: all addresses of a person that are known. */
function memberOf({ participants }: GroupMetadata, names: readonly unknown[]) {
	return participants.find(({ id, lid, phoneNumber }) =>
		[id, lid, phoneNumber].some((jid) => jid && names.includes(withoutDevice(jid))),
	);
}

function roleIn(metadata: GroupMetadata, names: readonly unknown[]): MemberRole {
	return {
		isAdmin: Boolean(memberOf(metadata, names)?.admin),
		isRestricted: metadata.restrict === true,
	};
}

/** The next stanza of this kind; never settles when none comes. */
function next(
	ws: { once(event: string, listener: (node: BinaryNode) => void): unknown },
	event: string,
) {
	return new Promise<BinaryNode>((resolve) => ws.once(event, resolve));
}

function errorCode(node: BinaryNode): string {
	const child = Array.isArray(node.content) ? node.content[0] : undefined;
	return child?.attrs.code ?? 'unknown';
}
