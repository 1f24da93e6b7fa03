import {
	type BinaryNode,
	type ConnectionState,
	DisconnectReason,
	initAuthCreds,
	makeWASocket,
	type proto,
	type UserFacingSocketConfig,
	WA_CERT_DETAILS,
	type WAMessage,
	type WASocket,
} from '@whiskeysockets/baileys';
import type { Endpoint } from './index';
import { MemoryKeyStore } from './memory-key-store';
import { silentLogger } from './silent-logger';
import { Timeline } from './waiting';

/** A companion made of plain Baileys, with its keys in memory: what the simulator is proven with. */
export class RawClient {
	readonly creds = initAuthCreds();
	readonly keys = new MemoryKeyStore();

	/** Every stanza that came in. */
	readonly stanzas = new Timeline<BinaryNode>('such stanza');

	/** Messages, received and sent. */
	readonly messages = new Timeline<WAMessage>('such message');
	readonly states = new Timeline<Partial<ConnectionState>>('such connection state');

	/** Status codes of closed connections. */
	readonly closes = new Timeline<number | undefined>('close');

	/** Whether to connect again when the server says "restart required", as it does after linking. */
	restarts = true;
	readonly #sent = new Map<string, proto.IMessage>();
	#socket: WASocket | undefined;

	constructor(
		private readonly endpoint: Endpoint,
		private readonly config: Partial<UserFacingSocketConfig> = {},
	) {}

	get socket(): WASocket {
		if (!this.#socket) throw new Error('not connected');
		return this.#socket;
	}

	/** Opens a connection; what comes of it shows in the timelines. */
	connect(): void {
		WA_CERT_DETAILS.PUBLIC_KEY = Buffer.from(this.endpoint.trustedKey, 'base64');
		const socket = makeWASocket({
			auth: { creds: this.creds, keys: this.keys },
			waWebSocketUrl: this.endpoint.url,
			logger: silentLogger,
			// Otherwise the events of a first login wait 20 s for a history that does not come.
			shouldSyncHistoryMessage: () => false,
			getMessage: async ({ id }) => this.#sent.get(id ?? ''),
			...this.config,
		});
		this.#socket = socket;
		socket.ws.on('frame', (frame: BinaryNode | Uint8Array) => {
			if (!(frame instanceof Uint8Array)) this.stanzas.add(frame);
		});
		socket.ev.on('creds.update', (update) => Object.assign(this.creds, update));
		socket.ev.on('messages.upsert', ({ messages }) => {
			for (const message of messages) this.messages.add(message);
		});
		socket.ev.on('connection.update', (state) => this.#noteState(state));
	}

	/** Resolves when logged in, now or already. */
	async opened(): Promise<void> {
		await this.states.next(({ connection }) => connection === 'open');
	}

	/** The text of the QR code to scan. */
	async qr(): Promise<string> {
		const { qr } = await this.states.waitFor((state) => state.qr !== undefined);
		return qr ?? '';
	}

	/** Connects for the first time, and lets the phone scan the code; resolves when logged in. */
	async link(phone: { scan(qrText: string): Promise<void> }): Promise<void> {
		this.connect();
		const qr = await this.qr();
		const opened = this.opened();
		await phone.scan(qr);
		await opened;
	}

	/** Sends a text and returns its id. */
	async sendText(jid: string, text: string): Promise<string> {
		const sent = await this.socket.sendMessage(jid, { text });
		const id = sent?.key.id;
		if (!id || !sent.message) throw new Error('nothing was sent');
		this.#sent.set(id, sent.message);
		return id;
	}

	/** The server's ack for a message. */
	async ack(id: string): Promise<BinaryNode> {
		return await this.stanzas.waitFor(
			({ tag, attrs }) => tag === 'ack' && attrs.class === 'message' && attrs.id === id,
		);
	}

	/** A receipt of this type; 'delivered' is the one without a type. */
	async receipt(id: string, type: string): Promise<BinaryNode> {
		return await this.stanzas.waitFor(
			({ tag, attrs }) =>
				tag === 'receipt' && attrs.id === id && (attrs.type ?? 'delivered') === type,
		);
	}

	async close(): Promise<void> {
		this.restarts = false;
		await this.#socket?.end(undefined);
		for (const timeline of [this.stanzas, this.messages, this.states, this.closes])
			timeline.close();
	}

	#noteState(state: Partial<ConnectionState>): void {
		this.states.add(state);
		if (state.connection !== 'close') return;
		const code = statusCode(state.lastDisconnect?.error);
		this.closes.add(code);
		if (code === DisconnectReason.restartRequired && this.restarts) this.connect();
	}
}

/** Baileys closes with a Boom, whose `output` holds the code. */
function statusCode(error: Error | undefined): number | undefined {
	if (!error || !('output' in error)) return undefined;
	return (error.output as { statusCode?: number }).statusCode;
}
