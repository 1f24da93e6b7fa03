// n8n with its tables in PostgreSQL instead of its own SQLite file.

import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { step } from '../progress.mjs';
import { dataKey, startPostgres } from '../services/postgres.mjs';
import { cached } from '../setup/cache.mjs';
import { OWNER } from './home.mjs';
import { N8n } from './instance.mjs';
import { freePort } from './ports.mjs';
import { N8nRest } from './rest.mjs';
import { N8N_VERSION } from './version.mjs';

/** Of all n8n that use the database: what is secret in it is encrypted with this. */
const ENCRYPTION_KEY = 'shared by all processes';

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

/** @param {Pick<import('../services/postgres.mjs').Postgres, 'options'>} postgres */
export function databaseEnvironment({ options: { host, port, user, password, database } }) {
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
