import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * A way to a server that can be cut off while the server goes on: what a broken switch or a firewall that forgets does. Frozen,
 * connections stay open and nothing passes, not even their end; new ones are taken, and lead nowhere until it thaws.
 */
export interface FreezableTcp {
	host: string;
	port: number;
	freeze(): void;
	/** What was sent meanwhile arrives. */
	thaw(): void;
	/** Resets all connections; new ones are let through. */
	cut(): void;
	close(): Promise<void>;
}

const HERE = '127.0.0.1';

interface Pair {
	client: Socket;
	target: Socket;
}

export async function startFreezableTcp(target: {
	host: string;
	port: number;
}): Promise<FreezableTcp> {
	const pairs = new Set<Pair>();
	let frozen = false;

	const pass = (from: Socket, to: Socket) => {
		const goOn = () => !frozen && from.resume();
		from.on('data', (chunk) => {
			if (!to.write(chunk)) from.pause();
		});
		from.on('end', () => to.end());
		to.on('drain', goOn);
	};
	const sockets = ({ client, target }: Pair) => [client, target];
	const all = () => [...pairs].flatMap(sockets);

	const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
		const pair = { client, target: connect({ ...target, allowHalfOpen: true }) };
		pairs.add(pair);
		pass(client, pair.target);
		pass(pair.target, client);
		for (const socket of sockets(pair)) {
			if (frozen) socket.pause();
			else socket.resume();
			socket.on('error', () => reset(pair));
		}
		client.on('close', () => pairs.delete(pair));
	});
	const reset = (pair: Pair) => {
		for (const socket of sockets(pair)) {
			// libuv resets none that is being shut down, and Node then never lets go of it.
			if (socket.writableEnded) socket.destroy();
			else socket.resetAndDestroy();
		}
	};
	server.listen(0, HERE);
	await once(server, 'listening');

	return {
		host: HERE,
		port: (server.address() as AddressInfo).port,
		freeze() {
			frozen = true;
			for (const socket of all()) socket.pause();
		},
		thaw() {
			frozen = false;
			for (const socket of all()) socket.resume();
		},
		cut() {
			for (const pair of pairs) reset(pair);
		},
		async close() {
			const closed = once(server, 'close');
			server.close();
			for (const pair of pairs) reset(pair);
			await closed;
		},
	};
}
