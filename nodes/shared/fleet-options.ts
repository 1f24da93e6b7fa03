import type { FleetOptions, GatewayOptions, RedisOptions } from '../../engine/gateway/contract';
import { EngineError } from '../../engine/gateway/contract';

/** What we read of n8n's `GlobalConfig` (@n8n/config, 2.39): the same names in every n8n from 2.20. */
export interface N8nConfig {
	executions: { mode: 'regular' | 'queue' };
	database: {
		type: 'sqlite' | 'postgresdb';
		tablePrefix: string;
		postgresdb: {
			host: string;
			port: number;
			user: string;
			password: string;
			database: string;
			schema: string;
			ssl: { enabled: boolean; ca: string; cert: string; key: string; rejectUnauthorized: boolean };
		};
	};
	redis: { prefix: string };
	queue: {
		bull: {
			redis: {
				host: string;
				port: number;
				username: string;
				password: string;
				db: number;
				/** `host:port`, with commas between. */
				clusterNodes: string;
				tls: boolean;
				/** Not in every n8n. */
				tlsConfig?: { serverName: string; rejectUnauthorized: boolean };
				dualStack: boolean;
				dnsResolveStrategy?: 'LOOKUP' | 'NONE';
			};
		};
	};
}

/** What n8n calls the process that it runs in (`InstanceSettings.instanceType`). */
export type InstanceType = Exclude<FleetOptions['process'], 'engine'>;

/**
 * Where numbers are kept, as n8n is configured: in the data folder; in its Postgres where `WHATSAPP_LINKED_STORE` says so
 * (`store`), so that a container needs no volume; in its Postgres and with its Redis in queue mode, where any process may use
 * each number. Error: INVALID_SETTING.
 */
export function fleetOptions(
	config: N8nConfig,
	process: FleetOptions['process'],
	store = 'folder',
): Pick<GatewayOptions, 'postgres' | 'fleet'> {
	const isQueue = config.executions.mode === 'queue';
	if (store !== 'folder' && store !== 'postgres') throw unknownStore(store);
	if (!isQueue && store === 'folder') return {};
	if (config.database.type !== 'postgresdb') throw isQueue ? QUEUE_NEEDS_POSTGRES : NO_POSTGRES;
	return {
		postgres: postgresOptions(config.database),
		...(isQueue && { fleet: { redis: redisOptions(config), process } }),
	};
}

/** As n8n connects (@n8n/db `getPostgresConnectionOptions`): where any part of a certificate is set, TLS is on. */
export function postgresOptions({
	tablePrefix,
	postgresdb,
}: N8nConfig['database']): NonNullable<GatewayOptions['postgres']> {
	const { host, port, user, password, database, schema } = postgresdb;
	const { enabled, ca, cert, key, rejectUnauthorized } = postgresdb.ssl;
	const isDetailed = ca !== '' || cert !== '' || key !== '' || !rejectUnauthorized;
	const given = { ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };
	const ssl = isDetailed ? { ...given, rejectUnauthorized } : enabled;
	return { host, port, user, password, database, schema, tablePrefix, ssl };
}

/** As n8n connects (n8n `redis-client.service`). */
function redisOptions({ queue, redis: { prefix } }: N8nConfig): RedisOptions {
	const { redis } = queue.bull;
	const cluster = redis.clusterNodes
		.split(',')
		.map((pair) => pair.trim())
		.filter((pair) => pair !== '')
		.map((pair) => {
			const [host = '', port] = pair.split(':');
			return { host, port: Number(port) };
		});
	const isCluster = cluster.length > 0;
	const { serverName, rejectUnauthorized = true } = redis.tlsConfig ?? {};
	return {
		nodes: isCluster ? cluster : [{ host: redis.host, port: redis.port }],
		isCluster,
		...(redis.username && { username: redis.username }),
		...(redis.password && { password: redis.password }),
		db: redis.db,
		...(redis.tls && {
			tls: { ...(serverName && { servername: serverName }), rejectUnauthorized },
		}),
		dualStack: redis.dualStack,
		withoutLookup: redis.dnsResolveStrategy === 'NONE',
		prefix,
	};
}

const QUEUE_NEEDS_POSTGRES = new EngineError(
	'INVALID_SETTING',
	'n8n runs in queue mode without Postgres, so its processes cannot share a WhatsApp number.',
	"Set DB_TYPE=postgresdb and the DB_POSTGRESDB_ variables: n8n's queue mode needs Postgres, too.",
);

const NO_POSTGRES = new EngineError(
	'INVALID_SETTING',
	'WHATSAPP_LINKED_STORE says postgres, but n8n itself uses SQLite.',
	'Let n8n use Postgres (DB_TYPE=postgresdb), or remove WHATSAPP_LINKED_STORE.',
);

function unknownStore(store: string): EngineError {
	return new EngineError(
		'INVALID_SETTING',
		`WHATSAPP_LINKED_STORE is "${store}", which is no place for WhatsApp numbers.`,
		"Set it to postgres (n8n's own database) or folder (n8n's data folder), or remove it.",
	);
}
