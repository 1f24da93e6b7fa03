import { join } from 'node:path';
import tls from 'node:tls';
import {
	type AnyMessageContent,
	type BinaryNode,
	type ConnectionState,
	type GroupMetadata,
	generateMessageIDV2,
	type UserFacingSocketConfig,
	useMultiFileAuthState,
	type WAMessage,
} from '@whiskeysockets/baileys';
import type { Endpoint } from '../../simulator';
import { RawClient } from '../../simulator/raw-client';
import { type Variant, type Sent, textOf, type Times } from '../variant';
import { Ear, earOf, Inbox } from '../inbox';
import { cpuTime, now } from '../now';
import { serve } from '../remote';
import { longestTurn } from '../turns';

/** Plain Baileys in the main thread of a process of its own, with its keys in memory or in its multi-file store. */

export type RawStore = 'memory' | 'files';

const CONNECTED_WITHIN_MS = 60_000;

class Client extends RawClient {
	/** Who waits for the server's ack of which message. */
	readonly acks = new Map<string, () => void>();
	onMessages: (messages: WAMessage[]) => void = () => undefined;
	onReceipts: (messageIds: string[]) => void = () => undefined;

	constructor(
		endpoint: Endpoint,
		config: Partial<UserFacingSocketConfig>,
		private readonly save: () => Promise<void>,
	) {
		super(endpoint, config);
	}

	override connect(): void {
		super.connect();
		const { ev, ws } = this.socket;
		ev.on('creds.update', () => void this.save());
		ev.on('messages.upsert', ({ messages }) => this.onMessages(messages));
		ev.on('messages.update', (updates) =>
			this.onReceipts(updates.flatMap(({ key }) => key.id ?? [])),
		);
		ws.on('CB:ack,class:message', ({ attrs }: BinaryNode) => {
			this.acks.get(attrs.id ?? '')?.();
			this.acks.delete(attrs.id ?? '');
		});
	}

	async sendAndWait(jid: string, content: AnyMessageContent) {
		const messageId = generateMessageIDV2(this.socket.user?.id);
		const acknowledged = new Promise<void>((resolve) => this.acks.set(messageId, resolve));
		const startedAt = now();
		await this.socket.sendMessage(jid, content, { messageId });
		const callMs = now() - startedAt;
		await acknowledged;
		return { messageId, callMs };
	}
}

let server: Endpoint;
let dataDir: string;
let store: RawStore;
/** As Baileys' manual wants it: without, each message to a group asks for its members. */
const groups = new Map<string, GroupMetadata>();
const cachedGroupMetadata = async (jid: string) => groups.get(jid);
const clients = new Map<string, Client>();
const receiptTimes: Times = {};
let receiptEar = new Ear();
/** By number. */
const ears = new Map<string, Ear>();

function clientOf(number: string): Client {
	const client = clients.get(number);
	if (!client) throw new Error(`${number} is not linked`);
	return client;
}

async function create(number: string): Promise<Client> {
	if (store === 'memory') return new Client(server, { cachedGroupMetadata }, async () => undefined);
	const { state, saveCreds } = await useMultiFileAuthState(join(dataDir, number));
	return new Client(server, { auth: state, cachedGroupMetadata }, saveCreds);
}

/** One after another, each when the one before was acknowledged. */
async function sendAll(
	number: string,
	to: string,
	count: number,
	contentOf: (index: number) => AnyMessageContent,
): Promise<Sent> {
	const client = clientOf(number);
	const isGroup = to.endsWith('@g.us');
	const jid = isGroup ? to : `${to}@s.whatsapp.net`;
	const messageIds: string[] = [];
	const callTimes: number[] = [];
	const startedAt = now();
	const cpuAtStart = cpuTime();
	if (isGroup && !groups.has(jid)) groups.set(jid, await client.socket.groupMetadata(jid));
	for (let index = 0; index < count; index++) {
		const { messageId, callMs } = await client.sendAndWait(jid, contentOf(index));
		messageIds.push(messageId);
		callTimes.push(callMs);
	}
	const elapsedMs = now() - startedAt;
	return { messageIds, elapsedMs, cpuMs: cpuTime() - cpuAtStart, callMs: callTimes };
}

const variant = {
	start(endpoint, folder) {
		server = endpoint;
		if (endpoint.ca) {
			tls.setDefaultCACertificates([...tls.getCACertificates('default'), endpoint.ca]);
		}
		dataDir = folder;
	},

	async qr(number) {
		const client = await create(number);
		clients.set(number, client);
		client.connect();
		return await client.qr();
	},

	connected: async (number) => {
		const isOpen = ({ connection }: Partial<ConnectionState>) => connection === 'open';
		await clientOf(number).states.waitFor(isOpen, CONNECTED_WITHIN_MS);
	},

	send: async (number, to, count) =>
		await sendAll(number, to, count, (index) => ({ text: textOf(index) })),

	sendFiles: async (number, to, { kind, path, count }) =>
		await sendAll(number, to, count, () =>
			kind === 'image'
				? { image: { url: path } }
				: { document: { url: path }, mimetype: 'application/octet-stream' },
		),

	noteReceipts(number) {
		receiptEar = new Ear();
		clientOf(number).onReceipts = (messageIds) => {
			const at = now();
			for (const messageId of messageIds) receiptTimes[messageId] = at;
			receiptEar.add(messageIds);
		};
	},

	receiptsHeard: async (count) => await receiptEar.heard(count),

	receipts: () => receiptTimes,

	listen(number) {
		const ear = new Ear();
		ears.set(number, ear);
		clientOf(number).onMessages = (messages) =>
			ear.add(messages.filter(({ message }) => message).flatMap(({ key }) => key.id ?? []));
	},

	heard: async (number, count) => await earOf(ears, number).heard(count),

	async disconnect(number) {
		await clientOf(number).socket.end(undefined);
	},

	async logIn(number) {
		const client = clientOf(number);
		await client.socket.end(undefined);
		const cpuAtStart = cpuTime();
		client.connect();
		await new Promise<void>((resolve) =>
			client.socket.ev.on('connection.update', ({ connection }) => {
				if (connection === 'open') resolve();
			}),
		);
		return cpuTime() - cpuAtStart;
	},

	async receive(number, count) {
		const client = clientOf(number);
		const inbox = new Inbox(count);
		client.onMessages = (messages) => inbox.add(messages.flatMap(({ key }) => key.id ?? []));
		client.connect();
		return await inbox.received();
	},

	longestTurn,
} satisfies Variant;

const calls = {
	...variant,

	/** Where keys are kept; before anything else. */
	keepKeysIn(where: RawStore) {
		store = where;
	},
};

export type RawCalls = typeof calls;

serve(calls);
