import { join } from 'node:path';

import type { N8nConfig } from '../shared/fleet-options';
import { invalid, type Reader } from './variables';

/*
 * What n8n is configured with, told where no n8n is: a container may hold this package alone. Names and defaults are those of
 * @n8n/config 2.39, which a test holds them to (test/n8n/environment.test.ts).
 */

export interface Environment {
	config: N8nConfig;
	/** Where n8n keeps what is not in its database. */
	folder: string;
	encryptionKey: string;
}

/** Error: INVALID_SETTING, which says what variable is wrong or missing. */
export function readEnvironment(read: Reader): Environment {
	const folder = n8nFolder(read);
	return { config: configOf(read), folder, encryptionKey: encryptionKeyOf(read, folder) };
}

function configOf(read: Reader): N8nConfig {
	return {
		executions: { mode: read.oneOf('EXECUTIONS_MODE', ['regular', 'queue'], 'regular') },
		database: {
			type: read.oneOf('DB_TYPE', ['sqlite', 'postgresdb'], 'sqlite'),
			tablePrefix: read.text('DB_TABLE_PREFIX', ''),
			postgresdb: {
				host: read.text('DB_POSTGRESDB_HOST', 'localhost'),
				port: read.number('DB_POSTGRESDB_PORT', 5432),
				user: read.text('DB_POSTGRESDB_USER', 'postgres'),
				password: read.text('DB_POSTGRESDB_PASSWORD', ''),
				database: read.text('DB_POSTGRESDB_DATABASE', 'n8n'),
				schema: read.text('DB_POSTGRESDB_SCHEMA', 'public'),
				ssl: {
					enabled: read.flag('DB_POSTGRESDB_SSL_ENABLED', false),
					ca: read.text('DB_POSTGRESDB_SSL_CA', ''),
					cert: read.text('DB_POSTGRESDB_SSL_CERT', ''),
					key: read.text('DB_POSTGRESDB_SSL_KEY', ''),
					rejectUnauthorized: read.flag('DB_POSTGRESDB_SSL_REJECT_UNAUTHORIZED', true),
				},
			},
		},
		redis: { prefix: read.text('N8N_REDIS_KEY_PREFIX', 'n8n') },
		queue: {
			bull: {
				redis: {
					host: read.text('QUEUE_BULL_REDIS_HOST', 'localhost'),
					port: read.number('QUEUE_BULL_REDIS_PORT', 6379),
					username: read.text('QUEUE_BULL_REDIS_USERNAME', ''),
					password: read.text('QUEUE_BULL_REDIS_PASSWORD', ''),
					db: read.number('QUEUE_BULL_REDIS_DB', 0),
					clusterNodes: read.text('QUEUE_BULL_REDIS_CLUSTER_NODES', ''),
					tls: read.flag('QUEUE_BULL_REDIS_TLS', false),
					tlsConfig: {
						serverName: read.text('QUEUE_BULL_REDIS_TLS_SERVERNAME', ''),
						rejectUnauthorized: read.flag('QUEUE_BULL_REDIS_TLS_VALIDATE_CERTIFICATE', true),
					},
					dualStack: read.flag('QUEUE_BULL_REDIS_DUALSTACK', false),
					dnsResolveStrategy: read.oneOf(
						'QUEUE_BULL_REDIS_DNS_LOOKUP_STRATEGY',
						['LOOKUP', 'NONE'],
						'LOOKUP',
					),
				},
			},
		},
	};
}

/** @n8n/config `utils.js`. */
function n8nFolder({ variables }: Reader): string {
	const home = process.platform === 'win32' ? variables.USERPROFILE : variables.HOME;
	return join(variables.N8N_USER_FOLDER ?? home ?? process.cwd(), '.n8n');
}

/** As n8n-core's InstanceSettings have it: the variable, or the file that n8n writes at its first start. */
function encryptionKeyOf(read: Reader, folder: string): string {
	const given = read.text('N8N_ENCRYPTION_KEY', '');
	const kept = keptKey(read.file(join(folder, 'config')));
	if (!given && !kept) throw NO_KEY;
	if (given && kept && given !== kept) throw OTHER_KEY;
	return given || kept;
}

function keptKey(settings: string | undefined): string {
	if (settings === undefined) return '';
	try {
		return String((JSON.parse(settings) as { encryptionKey?: unknown }).encryptionKey ?? '');
	} catch {
		return '';
	}
}

const NO_KEY = invalid(
	'N8N_ENCRYPTION_KEY is not set',
	"Set it to the key of your n8n. It is in the file config in n8n's folder, where n8n made it up itself.",
);

const OTHER_KEY = invalid(
	"N8N_ENCRYPTION_KEY is not the key in the file config in n8n's folder",
	'Set it to the key of your n8n, or remove that file.',
);
