// A real Redis on loopback: started, stopped, killed, frozen, started again on the same data.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:net';
import { freePort } from '../n8n/ports.mjs';
import { HOST, Server } from './server.mjs';

const PASSWORD = 'Remote-Dictionary-1';

export class Redis extends Server {
	#settings;

	/**
	 * @param {string} folder
	 * @param {number} port
	 * @param {readonly string[]} settings
	 */
	constructor(folder, port, settings) {
		super(folder);
		this.port = port;
		this.#settings = settings;
		/** What a client needs, with n8n's own prefix. */
		this.options = {
			nodes: [{ host: HOST, port }],
			isCluster: false,
			password: PASSWORD,
			db: 0,
			dualStack: false,
			withoutLookup: false,
			prefix: 'n8n',
		};
	}

	/** Resolves when it answers. */
	async start() {
		const command = /** @type {const} */ ([
			'redis-server',
			...['--bind', HOST, '--port', String(this.port), '--requirepass', PASSWORD],
			// What n8n has queued is there after a restart.
			...['--dir', this.folder, '--appendonly', 'yes', '--save', ''],
			...this.#settings,
		]);
		await this.launch(command, async () => (await this.command('PING')).startsWith('+PONG'));
	}

	/** The orderly way: what it holds is on the disk. */
	async stop() {
		this.thaw();
		await this.end('SIGTERM');
	}

	/** SIGKILL: what was written in the last second may be lost. */
	async kill() {
		await this.end('SIGKILL');
	}

	/** Nothing of it runs on, until `thaw`: connections stay and are not answered. */
	freeze() {
		this.signal('SIGSTOP');
	}

	thaw() {
		this.signal('SIGCONT');
	}

	/**
	 * @param {string} line as one types it to redis-cli
	 * @returns {Promise<string>} its answer as the protocol has it; nothing when it cannot be reached
	 */
	async command(line) {
		const answer = await new Promise((resolve) => {
			let text = '';
			const socket = connect(this.port, HOST, () =>
				socket.write(`AUTH ${PASSWORD}\r\n${line}\r\nQUIT\r\n`),
			);
			socket.on('data', (chunk) => (text += chunk));
			socket.on('error', () => undefined);
			socket.on('close', () => resolve(text));
		});
		return answer.replace(/^\+OK\r\n/, '').replace(/\+OK\r\n$/, '');
	}
}

/**
 * An empty one.
 *
 * @param {readonly string[]} settings more of them, as its command line has them
 */
export async function startRedis(settings = []) {
	const folder = await mkdtemp(join(tmpdir(), 'redis-'));
	const redis = new Redis(folder, await freePort(), settings);
	try {
		await redis.start();
	} catch (error) {
		await rm(folder, { recursive: true });
		throw error;
	}
	return redis;
}
