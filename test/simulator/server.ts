import type { BinaryNode } from '@whiskeysockets/baileys';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Channels } from './channels';
import { ServerIdentity } from './certificates';
import { Connection, type ConnectionHandlers, ConnectionSet } from './connection';
import { IqDesk } from './iq';
import { Linking } from './linking';
import type { MediaHost } from './media';
import { type ClientIntroduction, NoiseResponder } from './noise';
import type { Device } from './registry';
import { route } from './router';
import type { RoutingContext } from './routing-context';
import { stanza } from './stanza';
import { Statistics } from './statistics';
import { TrafficLog } from './traffic';

const LOOPBACK = '127.0.0.1';
const PATH = '/ws/chat';

/** What the server is built from. */
export interface ServerParts extends RoutingContext {
	readonly connections: ConnectionSet;
	readonly channels: Channels;
	readonly media: MediaHost;
	/** Is told where connections come from. */
	readonly origins: Set<string>;
}

/** The WhatsApp server: accepts companions, logs them in, and hands each stanza to who deals with it. */
export class WhatsAppServer implements ConnectionHandlers {
	readonly statistics = new Statistics();
	readonly traffic = new TrafficLog();
	readonly linking: Linking;
	readonly desk: IqDesk;
	readonly #identity: ServerIdentity;
	readonly #sockets = new WebSocketServer({ noServer: true });
	readonly #http = createServer((_request, response) => response.writeHead(426).end());
	readonly #connections: ConnectionSet;

	constructor(private readonly parts: ServerParts) {
		const { statistics } = this;
		this.#connections = parts.connections;
		this.#identity = new ServerIdentity(parts.clock.seconds());
		this.linking = new Linking({ ...parts, statistics });
		this.desk = new IqDesk({
			...parts,
			statistics,
			linking: this.linking,
			unlink: (device) => this.unlink(device),
		});
		this.#http.on('connection', ({ remoteAddress = '' }) => parts.origins.add(remoteAddress));
		this.#http.on('upgrade', (request, socket, head) => {
			if (parts.faults.refusing) socket.destroy();
			else
				this.#sockets.handleUpgrade(request, socket, head, (opened) =>
					this.#accept(opened, request.url ?? ''),
				);
		});
	}

	/** Starts to listen; port 0 takes a free one. */
	async listen(port: number): Promise<void> {
		this.#http.listen(port, LOOPBACK);
		await once(this.#http, 'listening');
	}

	get url(): string {
		return `ws://${LOOPBACK}:${(this.#http.address() as AddressInfo).port}${PATH}`;
	}

	/** The Noise root public key a client must trust. */
	get rootKey(): Uint8Array {
		return this.#identity.rootKey;
	}

	/** Takes a companion off its account: it is told, and can never log in again. */
	unlink(device: Device): void {
		device.account.unlink(device);
		this.#dismiss(device, 401, 'device_removed');
	}

	async close(): Promise<void> {
		this.linking.close();
		this.traffic.close();
		for (const connection of this.#connections.of()) connection.drop();
		this.#sockets.close();
		const closed = once(this.#http, 'close');
		this.#http.close();
		this.#http.closeAllConnections();
		await closed;
	}

	introduced(connection: Connection, introduction: ClientIntroduction): void {
		const { tertiary } = introduction.payload.userAgent?.appVersion ?? {};
		if ((tertiary ?? 0) < this.parts.faults.oldestRevision) {
			connection.end(stanza('failure', { reason: '405', location: 'sim' }));
			return;
		}
		if (!introduction.payload.devicePairingData) {
			this.#logIn(connection, introduction);
			return;
		}
		// A companion that goes before it has shown its codes leaves nothing behind.
		this.linking.offer(connection).catch(() => undefined);
	}

	received(connection: Connection, item: BinaryNode): void {
		if (item.tag === 'iq') {
			const answer = this.desk.answer(connection, item);
			if (answer) connection.send(answer);
		} else if (connection.device) route(connection.device, item, this.parts);
	}

	observed(connection: Connection, direction: 'in' | 'out', item: BinaryNode): void {
		this.traffic.add({
			at: this.parts.clock.now(),
			direction,
			number: connection.device?.account.number,
			device: connection.device?.id,
			path: connection.path,
			stanza: item,
		});
	}

	closed(connection: Connection): void {
		this.#connections.remove(connection);
		this.linking.forget(connection);
		connection.device?.queue.detach(connection);
	}

	failed(error: unknown): void {
		this.parts.report(error);
	}

	#accept(socket: WebSocket, path: string): void {
		const { staticKey, chain, forgedChain } = this.#identity;
		const forged = this.parts.faults.certificateForged;
		const responder = new NoiseResponder(staticKey, forged ? forgedChain : chain);
		this.#connections.add(new Connection(socket, responder, this, path));
	}

	#logIn(connection: Connection, { payload, staticKey }: ClientIntroduction): void {
		const { clock, faults, registry } = this.parts;
		const number = String(payload.username);
		const device = registry.find(number)?.devices.get(payload.device ?? 0);
		// The Noise key is what a companion proves to own; device 0 is the phone and never comes this way.
		const known = device?.noiseKey?.equals(staticKey) ? device : undefined;
		const failure = faults.loginFailure(number) ?? (known ? undefined : { reason: '401' });
		if (failure || !known) {
			this.statistics.count(number, 'refusedLogins');
			connection.end(stanza('failure', { location: 'sim', ...failure }));
			return;
		}
		// A companion has one connection: the newer wins.
		if (this.#dismiss(known, 440, 'replaced')) this.statistics.count(number, 'replacedConnections');
		connection.device = known;
		this.statistics.count(number, 'logins');
		connection.send(
			stanza('success', {
				t: String(clock.seconds()),
				props: '0',
				companion_enc_static: 'NULL',
				lid: known.account.jid('lid'),
			}),
		);
		known.queue.attach(connection, faults.backlogManner(number));
	}

	/** Ends the connection of a companion, if there is one. */
	#dismiss(device: Device, code: number, type: string): boolean {
		const connection = this.#connections.ofDevice(device);
		if (!connection) return false;
		device.queue.detach(connection);
		connection.device = undefined;
		const conflict = stanza('conflict', { type });
		connection.end(stanza('stream:error', { code: String(code) }, [conflict]));
		return true;
	}
}
