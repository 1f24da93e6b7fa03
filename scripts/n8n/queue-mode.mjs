// n8n in queue mode: a main process, two workers and one for webhooks, over one PostgreSQL and one Redis. Each has a home of its
// own, as containers have: they share the encryption key, and nothing on the disk.

import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startPostgres } from '../services/postgres.mjs';
import { startRedis } from '../services/redis.mjs';
import { HOST } from '../services/server.mjs';
import { databaseEnvironment, migratedDatabase } from './database.mjs';
import { N8n } from './instance.mjs';
import { installPackage } from './package.mjs';
import { freePort } from './ports.mjs';

/**
 * @typedef {Awaited<ReturnType<typeof startQueueMode>>} QueueMode
 */

/** The processes by their names, and what n8n runs in each. */
export const COMMANDS = /** @type {const} */ ({
	main: 'start',
	'worker-1': 'worker',
	'worker-2': 'worker',
	webhook: 'webhook',
});

/**
 * Resolves when all processes are ready.
 *
 * @param {Record<string, string>} [env] of each
 */
export async function startQueueMode(env = {}) {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-queue-'));
	const [postgres, redis] = await Promise.all([
		startPostgres({ data: await migratedDatabase() }),
		startRedis(),
	]);
	const shared = { ...queueEnvironment(postgres, redis), ...env };
	/** @param {keyof typeof COMMANDS} name */
	const create = async (name) => {
		const port = await freePort();
		const command = COMMANDS[name];
		const own = command === 'worker' ? healthEnvironment(port) : {};
		return new N8n({ home: join(folder, name), port, command, env: { ...shared, ...own } });
	};
	const main = await create('main');
	const workers = /** @type {const} */ ([await create('worker-1'), await create('worker-2')]);
	const webhook = await create('webhook');
	const processes = [main, ...workers, webhook];

	const stop = async () => {
		await Promise.all(processes.map((n8n) => n8n.kill()));
		await Promise.all([postgres.close(), redis.close()]);
		await rm(folder, { recursive: true });
	};
	try {
		await installEverywhere(processes.map(({ home }) => home));
		await Promise.all(processes.map((n8n) => n8n.start()));
	} catch (error) {
		await stop();
		throw error;
	}
	return { main, workers, webhook, postgres, redis, stop };
}

/** @param {readonly string[]} homes */
async function installEverywhere([first = '', ...others]) {
	await installPackage(first);
	const nodes = join('.n8n', 'nodes');
	for (const home of others) {
		await mkdir(home, { recursive: true });
		await cp(join(first, nodes), join(home, nodes), { recursive: true, verbatimSymlinks: true });
	}
}

/**
 * What each process is told of the others.
 *
 * @param {Pick<import('../services/postgres.mjs').Postgres, 'options'>} postgres
 * @param {Pick<import('../services/redis.mjs').Redis, 'port' | 'options'>} redis
 */
export function queueEnvironment(postgres, { port, options: { password } }) {
	return {
		...databaseEnvironment(postgres),
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: HOST,
		QUEUE_BULL_REDIS_PORT: String(port),
		QUEUE_BULL_REDIS_PASSWORD: password,
	};
}

/** @param {number} port where a worker tells that it is ready */
function healthEnvironment(port) {
	return {
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: HOST,
	};
}
