import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import makeWASocket, {
	Browsers,
	generateWAMessage,
	type AnyMessageContent,
	type BinaryNode,
	type WAMessage,
} from '@whiskeysockets/baileys';
import { chatType, parseJid, withoutDevice } from '../content/jid';
import type { OutgoingText } from '../content/outgoing';
import type { Auth } from './auth';
import type { GroupCache } from './group-cache';
import { decodeContent, encodeContent, parseIncoming, type IncomingMessage } from './incoming';
import { createLocks } from './locks';
import { silentLogger } from './silent-logger';
import type { Journal, JournaledStanza } from '../inbox/journal';
import type { AddressBook } from './address-book';
import { toJournal } from './journaling';
import { signalRepositoryFactory } from './signal-repository';
import { parseAck, parseReceipt, type MessageAck, type Receipt } from './stanzas';

/** How long Baileys may hold events back. Its own buffer waits up to 30 s after a login. */
const FLUSH_EVERY_MS = 250;

/** One connection to WhatsApp, from the first byte to its close. It is never opened again. */
export interface WhatsAppSocket {
	/** Asks the server to be linked by code. Rejects when the server refuses. Only after the first `onQr`. */
	requestPairingCode(phone: string): Promise<string>;
	/** The address under which WhatsApp knows a phone number; null: it does not. Rejects when there is no answer. */
	resolvePhone(phone: string): Promise<string | null>;
	setTyping(chat: string, typing: boolean): Promise<void>;
	/** Turns content into the bytes that are sent. */
	compose(chat: string, messageId: string, content: OutgoingContent): Promise<string>;
	/** How many people are in a group, besides ourselves. */
	countParticipants(group: string): Promise<number>;
	/** Hands the bytes to WhatsApp; resolves when they are on the wire, not when they are acknowledged. */
	relay(chat: string, messageId: string, wire: string): Promise<void>;
	/** Whether WhatsApp lets this number open new chats, and since when again (ms). */
	restriction(): Promise<{ isActive: boolean; until: number | undefined }>;
	/** When anything was received last; undefined as long as WhatsApp has not said a word. */
	lastFrameAt(): number | undefined;
	/** Removes this device from the phone's list. */
	logOut(): Promise<void>;
	/** Ends the connection; `onClosed` is not called any more. */
	close(): void;
}

export interface SocketHandlers {
	/** A QR code to show: the first one lives 60 s, the others 20 s. */
	onQr(text: string): void;
	/** The phone's user has typed the code. */
	onCodeTyped(): void;
	/** The phone has accepted; WhatsApp now closes with 515 and wants a new connection. */
	onPaired(): void;
	onOpen(): void;
	/** Baileys' or WhatsApp's close code. */
	onClosed(code: number): void;
	/** Called before Baileys answers the stanza: what it stores is stored before WhatsApp is told that we have it. */
	onAck(ack: MessageAck): void;
	onReceipt(receipt: Receipt): void;
	onStanza(stanza: JournaledStanza): void;
	/** A message was opened, or cannot be; later than WhatsApp was told that we have it. */
	onMessage(message: OpenedMessage): void;
}

export interface OpenedMessage {
	chat: string;
	messageId: string;
	/** Undefined for what is not a message of a person. */
	content: IncomingMessage | undefined;
}

/** Content in the shape that Baileys takes, and the message it answers. */
export interface OutgoingContent {
	content: OutgoingText;
	quoted?: { chat: string; messageId: string; fromMe: boolean; sender: string; wire: string };
}

export interface SocketOptions {
	url: string;
	auth: Auth;
	journal: Pick<Journal, 'plaintext'>;
	addressBook: AddressBook;
	groups: GroupCache;
	handlers: SocketHandlers;
	/** What was sent under an ID: answers requests to send again. */
	sentContent(messageId: string): string | undefined;
	now(): number;
}

export type Connect = (options: SocketOptions) => WhatsAppSocket;

/** A message that Baileys does not get done with must not hold up its chat for ever. */
const LONGEST_HANDLING_MS = 60_000;

/** Close code for errors that carry none. */
const UNKNOWN_CLOSE = 500;

export const connect: Connect = (options) => {
	const { url, auth, journal, addressBook, groups, handlers, sentContent, now } = options;
	const sock = makeWASocket({
		waWebSocketUrl: url,
		auth: auth.state,
		logger: silentLogger,
		browser: Browsers.macOS('Chrome'),
		markOnlineOnConnect: false,
		emitOwnEvents: false,
		syncFullHistory: false,
		keepAliveIntervalMs: 20_000,
		defaultQueryTimeoutMs: 30_000,
		transactionOpts: { maxCommitRetries: 3, delayBetweenTriesMs: 200 },
		makeSignalRepository: signalRepositoryFactory({ keys: auth.state.keys, journal, addressBook }),
		cachedGroupMetadata: async (jid) => groups.get(jid),
		getMessage: async ({ id }) => {
			const wire = id ? sentContent(id) : undefined;
			return wire === undefined ? undefined : decodeContent(wire);
		},
	});
	const { creds } = auth.state;
	let ended = false;
	let lastFrameAt: number | undefined;
	sock.ws.on('frame', () => {
		lastFrameAt = now();
	});
	const flushing = setInterval(() => {
		if (sock.ev.isBuffering()) sock.ev.flush();
	}, FLUSH_EVERY_MS);
	flushing.unref();

	// Status truth: the raw stanzas, in front of Baileys' own listeners. Its events merge, drop and downgrade them.
	sock.ws.prependListener('CB:ack,class:message', (node: BinaryNode) => {
		const ack = parseAck(node, now());
		if (ack) handlers.onAck(ack);
	});
	sock.ws.prependListener('CB:receipt', (node: BinaryNode) => {
		const me = auth.me();
		const receipt = parseReceipt(node, [me.jid, me.lid], now());
		if (receipt) handlers.onReceipt(receipt);
	});
	keepOrder(sock.ws);
	sock.ws.prependListener('CB:message', (node: BinaryNode) => {
		const stanza = toJournal(node);
		if (stanza) handlers.onStanza(stanza);
	});
	sock.ws.prependListener('CB:notification,type:link_code_companion_reg', () =>
		handlers.onCodeTyped(),
	);

	groups.watch(sock.ev);
	sock.ev.on('creds.update', (update) => {
		Object.assign(creds, update);
		auth.save();
	});
	// `append` is what waited while we were offline: messages like any other.
	sock.ev.on('messages.upsert', ({ messages }) => {
		for (const message of messages) {
			const opened = toOpened(message);
			if (opened) handlers.onMessage(opened);
		}
	});
	sock.ev.on('connection.update', (update) => {
		if (update.qr) handlers.onQr(update.qr);
		if (update.isNewLogin) handlers.onPaired();
		if (update.connection === 'open') handlers.onOpen();
		if (update.connection === 'close') {
			clearInterval(flushing);
			// The buffer is destroyed right after this: what it holds was acknowledged already.
			sock.ev.flush();
			if (!ended) handlers.onClosed(closeCode(update.lastDisconnect?.error));
			ended = true;
		}
	});

	/**
	 * A device query that timed out looks like a person without devices, and Baileys would send a stanza without
	 * recipients. What is asked here is answered from Baileys' own cache when it sends.
	 */
	async function requireDevices(chat: string): Promise<void> {
		const own = auth.me().jid;
		const devices = await sock.getUSyncDevices(own ? [own, chat] : [chat], true, false);
		const { user } = parseJid(chat) ?? {};
		if (!devices.some((device) => device.user === user)) {
			throw new Error('WhatsApp did not tell the devices of the recipient');
		}
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
			if (!found) throw new Error('WhatsApp did not answer whether the number exists');
			return found.find(({ exists }) => exists)?.jid ?? null;
		},

		setTyping: (chat, typing) => sock.sendPresenceUpdate(typing ? 'composing' : 'paused', chat),

		async compose(chat, messageId, { content, quoted }) {
			const message = await generateWAMessage(chat, content as AnyMessageContent, {
				messageId,
				userJid: auth.me().jid ?? '',
				logger: silentLogger,
				upload: sock.waUploadToServer,
				...(quoted && { quoted: quotedMessage(quoted) }),
			});
			return encodeContent(message.message ?? {});
		},

		async countParticipants(group) {
			const known = groups.get(group);
			if (known) return known.participants.length - 1;
			const metadata = await sock.groupMetadata(group);
			groups.set(metadata);
			return metadata.participants.length - 1;
		},

		async relay(chat, messageId, wire) {
			if (chatType(chat) === 'direct') await requireDevices(chat);
			await sock.relayMessage(chat, decodeContent(wire), { messageId });
		},

		async restriction() {
			const { isActive, timeEnforcementEnds } = await sock.fetchAccountReachoutTimelock();
			return { isActive: isActive === true, until: timeEnforcementEnds?.getTime() };
		},

		lastFrameAt: () => lastFrameAt,

		logOut: () => sock.logout(),

		close() {
			ended = true;
			clearInterval(flushing);
			sock.ev.flush();
			void sock.end(undefined);
		},
	};
};

/**
 * Before it queues a message Baileys looks up its sender (lib/Socket/messages-recv.js, handleMessage): whoever it knows
 * already overtakes whoever it has to store first. Here the messages of one chat are handed to it one after another.
 */
function keepOrder(ws: EventEmitter): void {
	const chats = createLocks();
	const theirs = ws.listeners('CB:message') as ((node: BinaryNode) => Promise<void>)[];
	ws.removeAllListeners('CB:message');
	ws.on('CB:message', (node: BinaryNode) => {
		const handle = () =>
			atMost(LONGEST_HANDLING_MS, Promise.all(theirs.map((listen) => listen(node))));
		chats.run(node.attrs.from ?? '', handle).catch(() => undefined);
	});
}

export function toOpened(message: WAMessage): OpenedMessage | undefined {
	const { id, remoteJid } = message.key;
	if (!id || !remoteJid) return undefined;
	return { chat: withoutDevice(remoteJid), messageId: id, content: parseIncoming(message) };
}

/** WhatsApp refused to hand out a pairing code; `code` is its error number. */
export class PairingCodeRefused extends Error {
	constructor(readonly code: string) {
		super(`WhatsApp refused to link by code (${code})`);
	}
}

/** The next stanza of this kind; never settles when none comes. */
function next(
	ws: { once(event: string, listener: (node: BinaryNode) => void): unknown },
	event: string,
) {
	return new Promise<BinaryNode>((resolve) => ws.once(event, resolve));
}

/** Waits for the work, but not longer than this. */
async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
	const done = new AbortController();
	const late = sleep(ms, undefined, { signal: done.signal, ref: false }).catch(() => undefined);
	try {
		await Promise.race([work, late]);
	} finally {
		done.abort();
	}
}

function errorCode(node: BinaryNode): string {
	const child = Array.isArray(node.content) ? node.content[0] : undefined;
	return child?.attrs.code ?? 'unknown';
}

function quotedMessage({
	chat,
	messageId,
	fromMe,
	sender,
	wire,
}: NonNullable<OutgoingContent['quoted']>): WAMessage {
	return {
		key: { remoteJid: chat, id: messageId, fromMe, participant: sender },
		message: decodeContent(wire),
	} as WAMessage;
}

/** Boom errors carry the code in `output.statusCode`. */
function closeCode(error: Error | undefined): number {
	const { output } = (error ?? {}) as { output?: { statusCode?: number } };
	return output?.statusCode ?? UNKNOWN_CLOSE;
}
