import { type BinaryNode, decodeBinaryNode, encodeBinaryNode } from '@whiskeysockets/baileys';
import { WebSocket } from 'ws';
import type { StanzaSink } from './delivery-queue';
import { type ClientIntroduction, frame, FrameReader, type NoiseResponder } from './noise';
import type { Device } from './registry';

/** What the server does with what a connection brings. */
export interface ConnectionHandlers {
	/** The handshake is done: a companion logs in or wants to be linked. */
	introduced(connection: Connection, introduction: ClientIntroduction): void;
	/** A stanza other than the answer to one of our queries. */
	received(connection: Connection, stanza: BinaryNode): void | Promise<void>;
	/** Any stanza either way, for the traffic log. */
	observed(connection: Connection, direction: 'in' | 'out', stanza: BinaryNode): void;
	closed(connection: Connection): void;
	/** What came in could not be read or dealt with; the connection is closed. */
	failed(error: unknown): void;
}

interface Query {
	readonly resolve: (answer: BinaryNode) => void;
	readonly reject: (error: Error) => void;
}

/** One companion's socket: handshake first, then stanzas, one after another. */
export class Connection implements StanzaSink {
	/** The device that has logged in here. */
	device: Device | undefined;

	/** What the client said of itself, once the handshake is done. */
	introduction: ClientIntroduction | undefined;

	readonly #frames = new FrameReader();
	readonly #queries = new Map<string, Query>();
	#greeted = false;
	#silent = false;
	#work: Promise<void> = Promise.resolve();

	constructor(
		private readonly socket: WebSocket,
		private readonly responder: NoiseResponder,
		private readonly handlers: ConnectionHandlers,
		/** The path and the query that the client asked for. */
		readonly path: string,
	) {
		socket.on('message', (data) => {
			const chunk = Buffer.isBuffer(data) ? data : Buffer.concat([data].flat().map(asBuffer));
			this.#work = this.#work
				.then(() => this.#read(chunk))
				.catch((error: unknown) => this.#fail(error));
		});
		// A reset is followed by 'close', which says all there is to say.
		socket.on('error', () => undefined);
		socket.on('close', () => {
			for (const query of this.#queries.values()) {
				query.reject(new Error('The companion closed the connection'));
			}
			this.#queries.clear();
			handlers.closed(this);
		});
	}

	/** Sends a stanza, unless the socket is closing. */
	send(stanza: BinaryNode): void {
		const transport = this.introduction?.transport;
		if (!transport || this.#silent || this.socket.readyState !== WebSocket.OPEN) return;
		this.handlers.observed(this, 'out', stanza);
		this.socket.send(frame(transport.seal(encodeBinaryNode(stanza))));
	}

	/** Sends an `<iq>` and waits for the client's answer; rejects when the socket closes first. */
	query(iq: BinaryNode & { attrs: { id: string } }): Promise<BinaryNode> {
		return new Promise((resolve, reject) => {
			if (this.socket.readyState !== WebSocket.OPEN) {
				reject(new Error('The companion closed the connection'));
				return;
			}
			this.#queries.set(iq.attrs.id, { resolve, reject });
			this.send(iq);
		});
	}

	/** Says goodbye and closes. */
	end(lastStanza: BinaryNode): void {
		this.send(lastStanza);
		this.socket.close();
	}

	/** Tears the TCP connection down without a word. */
	drop(): void {
		this.socket.terminate();
	}

	/** From now on nothing goes out and nothing that comes in is heard, but the TCP connection stays. */
	silence(): void {
		this.#silent = true;
	}

	async #read(chunk: Buffer): Promise<void> {
		for (const payload of this.#frames.read(chunk)) await this.#readFrame(payload);
	}

	async #readFrame(payload: Buffer): Promise<void> {
		if (!this.#greeted) {
			const header = this.#frames.header ?? Buffer.alloc(0);
			this.socket.send(frame(this.responder.hello(header, payload)));
			this.#greeted = true;
			return;
		}
		if (!this.introduction) {
			this.introduction = this.responder.finish(payload);
			this.handlers.introduced(this, this.introduction);
			return;
		}
		const stanza = await decodeBinaryNode(this.introduction.transport.open(payload));
		if (this.#silent) return;
		this.handlers.observed(this, 'in', stanza);
		if (!this.#answersQuery(stanza)) await this.handlers.received(this, stanza);
	}

	#answersQuery({ tag, attrs, content }: BinaryNode): boolean {
		if (tag !== 'iq' || (attrs.type !== 'result' && attrs.type !== 'error')) return false;
		const query = this.#queries.get(attrs.id ?? '');
		this.#queries.delete(attrs.id ?? '');
		query?.resolve({ tag, attrs, content });
		return true;
	}

	/** 1011 is what WebSocket servers say when they cannot go on; a client sees a closed connection. */
	#fail(error: unknown): void {
		this.handlers.failed(error);
		this.socket.close(1011);
	}
}

function asBuffer(part: Buffer | ArrayBuffer): Buffer {
	return Buffer.isBuffer(part) ? part : Buffer.from(part);
}

/** The open connections. */
export class ConnectionSet {
	readonly #open = new Set<Connection>();

	add(connection: Connection): void {
		this.#open.add(connection);
	}

	remove(connection: Connection): void {
		this.#open.delete(connection);
	}

	/** All connections, or those where a companion of this number has logged in. */
	of(number?: string): Connection[] {
		const open = [...this.#open];
		if (number === undefined) return open;
		return open.filter((connection) => connection.device?.account.number === number);
	}

	/** The connection a companion has logged in on. */
	ofDevice(device: Device): Connection | undefined {
		return [...this.#open].find((connection) => connection.device === device);
	}
}
