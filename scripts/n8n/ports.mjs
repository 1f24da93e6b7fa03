import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';

/**
 * Seconds pass before n8n listens on the port it was given. Until then nobody gets the port by chance: systems hand out
 * higher ones (Linux from 32768 on), the last digit is that of the Jest worker, and another run begins elsewhere.
 */
let next = 11_000 + randomInt(2_000) * 10 + (Number(process.env['JEST_WORKER_ID'] ?? 0) % 10);

/** @returns {Promise<number>} a port on loopback that nobody uses, another one each time */
export async function freePort() {
	for (;;) {
		const port = next;
		next += 10;
		if (await isFree(port)) return port;
	}
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
