// n8n in queue mode: a main process, two workers and one for webhooks, over one PostgreSQL and one Redis. Each has a home of its
// own, as containers have: they share the encryption key, and nothing on the disk.

import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '../progress.mjs';
import { dataKey, startPostgres } from '../services/postgres.mjs';
import { startRedis } from '../services/redis.mjs';
import { HOST } from '../services/server.mjs';
import { cached } from '../setup/cache.mjs';
import { OWNER } from './home.mjs';
import { N8n } from './instance.mjs';
import { installPackage } from './package.mjs';
import { freePort } from './ports.mjs';
import { N8nRest } from './rest.mjs';
import { N8N_VERSION } from './version.mjs';

const ENCRYPTION_KEY = 'shared by all processes';

/**
 * @typedef {Awaited<ReturnType<typeof startQueueMode>>} QueueMode
 */

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
	const shared = { ...databaseEnvironment(postgres), ...queueEnvironment(redis), ...env };
	/**
	 * @param {string} name
	 * @param {'start' | 'worker' | 'webhook'} command
	 */
	const create = async (name, command) => {
		const port = await freePort();
		const own = command === 'worker' ? healthEnvironment(port) : {};
		return new N8n({ home: join(folder, name), port, command, env: { ...shared, ...own } });
	};
	const main = await create('main', 'start');
	const workers = /** @type {const} */ ([
		await create('worker-1', 'worker'),
		await create('worker-2', 'worker'),
	]);
	const webhook = await create('webhook', 'webhook');
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

/**
 * The data of a PostgreSQL in which n8n has its tables, and an owner: n8n takes a minute to get there.
 *
 * @returns {Promise<string>}
 */
export async function migratedDatabase() {
	const key = JSON.stringify([N8N_VERSION, OWNER, ENCRYPTION_KEY, await dataKey()]);
	const migrated = await cached(`n8n-${N8N_VERSION}-postgres`, key, (folder) =>
		step('Starting n8n on PostgreSQL: it sets up its database', '1 minute', async () => {
			const home = await mkdtemp(join(tmpdir(), 'n8n-postgres-'));
			const postgres = await startPostgres();
			const env = databaseEnvironment(postgres);
			const n8n = new N8n({ home, port: await freePort(), env });
			try {
				await n8n.start();
				await new N8nRest(n8n.url).setUpOwner(OWNER);
				await n8n.stop();
				await postgres.stop();
				await cp(postgres.dataFolder, join(folder, 'data'), { recursive: true });
			} finally {
				await n8n.kill();
				await postgres.close();
				await rm(home, { recursive: true });
			}
		}),
	);
	return join(migrated, 'data');
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

/** @param {import('../services/postgres.mjs').Postgres} postgres */
function databaseEnvironment({ options: { host, port, user, password, database } }) {
	return {
		N8N_ENCRYPTION_KEY: ENCRYPTION_KEY,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: host,
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_USER: user,
		DB_POSTGRESDB_PASSWORD: password,
		DB_POSTGRESDB_DATABASE: database,
	};
}

/** @param {import('../services/redis.mjs').Redis} redis */
function queueEnvironment({ port, options: { password } }) {
	return {
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
