import { once } from 'node:events';
import { createServer } from 'node:net';

/** @returns {Promise<number>} a port on loopback that nobody uses */
export async function freePort() {
	const server = await listen(0);
	const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
	server.close();
	await once(server, 'close');
	return port;
}

/** @param {number} port */
export async function isFree(port) {
	try {
		const server = await listen(port);
		server.close();
		await once(server, 'close');
		return true;
	} catch {
		return false;
	}
}

/** @param {number} port */
async function listen(port) {
	const server = createServer();
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	return server;
}
