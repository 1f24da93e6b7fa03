import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { readEnvironment } from '../../nodes/cli/environment';
import { readerOf } from '../../nodes/cli/variables';
import { installN8n, nodeOfN8n } from '../../scripts/setup/n8n.mjs';

/** What this package reads of n8n's environment where there is no n8n, beside what n8n itself reads. */

const PROGRAM = `
	const { Container } = require('@n8n/di');
	const { GlobalConfig } = require('@n8n/config');
	const { InstanceSettings } = require('n8n-core');
	const { executions, database, redis, queue } = Container.get(GlobalConfig);
	const { n8nFolder: folder, encryptionKey } = Container.get(InstanceSettings);
	console.log(JSON.stringify({ config: { executions, database, redis, queue }, folder, encryptionKey }));
`;

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'n8n-environment-'))));
afterEach(async () => await rm(home, { recursive: true }));

async function asN8nReads(env: Record<string, string>): Promise<unknown> {
	const run = promisify(execFile);
	const { stdout } = await run(await nodeOfN8n(), ['-e', PROGRAM], {
		cwd: await installN8n(),
		env,
	});
	return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

async function fileWith(name: string, content: string): Promise<string> {
	const path = join(home, name);
	await writeFile(path, content, { mode: 0o600 });
	return path;
}

test.each([
	['only what must be set', async () => ({ N8N_ENCRYPTION_KEY: 'shared' })],
	[
		'Postgres and Redis',
		async () => ({
			...{ N8N_ENCRYPTION_KEY: '"in quotes"', EXECUTIONS_MODE: 'queue', DB_TYPE: 'postgresdb' },
			...{ DB_TABLE_PREFIX: 'x_', DB_POSTGRESDB_HOST: 'db', DB_POSTGRESDB_PORT: '6432' },
			...{ DB_POSTGRESDB_USER: 'me', DB_POSTGRESDB_PASSWORD: ' a b ' },
			...{ DB_POSTGRESDB_DATABASE: 'flows', DB_POSTGRESDB_SCHEMA: 'own' },
			...{ QUEUE_BULL_REDIS_HOST: 'redis', QUEUE_BULL_REDIS_PORT: '7000' },
			...{ QUEUE_BULL_REDIS_USERNAME: 'them', QUEUE_BULL_REDIS_PASSWORD: 'secret' },
			...{ QUEUE_BULL_REDIS_DB: '3', N8N_REDIS_KEY_PREFIX: 'second' },
		}),
	],
	[
		'certificates, a cluster, and secrets in files',
		async () => ({
			N8N_ENCRYPTION_KEY_FILE: await fileWith('key', 'from a file\n'),
			DB_POSTGRESDB_PASSWORD_FILE: await fileWith('password', '\tof Postgres\n'),
			DB_POSTGRESDB_SSL_CA_FILE: await fileWith('ca', '-----BEGIN\nPEM\n-----END\n'),
			...{ DB_POSTGRESDB_SSL_ENABLED: 'TRUE', DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED: '0' },
			...{ DB_POSTGRESDB_SSL_CERT: 'C', DB_POSTGRESDB_SSL_KEY: 'K' },
			...{ QUEUE_BULL_REDIS_CLUSTER_NODES: 'a:1, b:2', QUEUE_BULL_REDIS_DUALSTACK: '1' },
			...{ QUEUE_BULL_REDIS_TLS: 'true', QUEUE_BULL_REDIS_TLS_SERVERNAME: 'redis.example' },
			...{ QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE: 'false' },
			QUEUE_BULL_REDIS_DNS_LOOKUP_STRATEGY: 'NONE',
		}),
	],
	[
		"the key in n8n's folder, and what is set but empty",
		async () => {
			await mkdir(join(home, '.n8n'));
			await fileWith('.n8n/config', '{ "encryptionKey": "made up" }');
			return { EXECUTIONS_MODE: '', DB_POSTGRESDB_PORT: '', QUEUE_BULL_REDIS_TLS: '' };
		},
	],
])('What n8n is configured with is read as n8n does: %s', async (_what, variables) => {
	const { PATH = '', HOME = '' } = process.env;
	const env = { PATH, HOME, N8N_USER_FOLDER: home, ...(await variables()) };
	expect(await asN8nReads(env)).toMatchObject({ ...readEnvironment(readerOf(env)) });
});
