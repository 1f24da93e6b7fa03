import { fleetOptions, type N8nConfig } from '../../../../nodes/shared/fleet-options';

const noCertificates = { enabled: false, ca: '', cert: '', key: '', rejectUnauthorized: true };

/** As @n8n/config 2.39 has it by default, but for Postgres. */
function configured(changes: {
	mode?: 'regular' | 'queue';
	type?: 'sqlite' | 'postgresdb';
	ssl?: Partial<typeof noCertificates>;
	redis?: Partial<N8nConfig['queue']['bull']['redis']>;
}): N8nConfig {
	const { mode = 'queue', type = 'postgresdb', ssl, redis } = changes;
	return {
		executions: { mode },
		database: {
			type,
			tablePrefix: 'x_',
			postgresdb: {
				...{ host: 'db', port: 5432, user: 'postgres', password: 'p', database: 'n8n' },
				schema: 'public',
				ssl: { ...noCertificates, ...ssl },
			},
		},
		redis: { prefix: 'n8n' },
		queue: {
			bull: {
				redis: {
					...{ host: 'localhost', port: 6379, username: '', password: '', db: 0, clusterNodes: '' },
					...{ tls: false, tlsConfig: { serverName: '', rejectUnauthorized: true } },
					...{ dualStack: false, dnsResolveStrategy: 'LOOKUP' as const },
					...redis,
				},
			},
		},
	};
}

const postgres = {
	...{ host: 'db', port: 5432, user: 'postgres', password: 'p', database: 'n8n', schema: 'public' },
	...{ tablePrefix: 'x_', ssl: false },
};
const redis = {
	...{ nodes: [{ host: 'localhost', port: 6379 }], isCluster: false, db: 0, dualStack: false },
	...{ withoutLookup: false, prefix: 'n8n' },
};

it('One process keeps its numbers in its folder', () => {
	expect(fleetOptions(configured({ mode: 'regular' }), 'main')).toEqual({});
	expect(fleetOptions(configured({ mode: 'regular', type: 'sqlite' }), 'main', 'folder')).toEqual(
		{},
	);
});

it('or in Postgres, where that is asked for', () => {
	expect(fleetOptions(configured({ mode: 'regular' }), 'main', 'postgres')).toEqual({ postgres });
});

it('In queue mode all processes share them', () => {
	for (const process of ['main', 'worker', 'webhook'] as const) {
		expect(fleetOptions(configured({}), process)).toEqual({ postgres, fleet: { redis, process } });
	}
});

it.each([
	[{ enabled: true }, true],
	[{ ca: 'PEM' }, { ca: 'PEM', rejectUnauthorized: true }],
	[
		{ enabled: true, cert: 'C', key: 'K', rejectUnauthorized: false },
		{ cert: 'C', key: 'K', rejectUnauthorized: false },
	],
])('TLS to Postgres is as n8n has it: %j', (ssl, expected) => {
	expect(fleetOptions(configured({ ssl }), 'main').postgres?.ssl).toEqual(expected);
});

it('Redis is reached as n8n reaches it', () => {
	const given = configured({
		redis: {
			...{ username: 'u', password: 'p', db: 2, tls: true, dualStack: true },
			tlsConfig: { serverName: 'redis.example', rejectUnauthorized: false },
		},
	});
	expect(fleetOptions(given, 'main').fleet?.redis).toEqual({
		...redis,
		...{ username: 'u', password: 'p', db: 2, dualStack: true },
		tls: { servername: 'redis.example', rejectUnauthorized: false },
	});
});

it('and so is a cluster', () => {
	const given = configured({
		redis: { clusterNodes: 'a:7000, b:7001,', dnsResolveStrategy: 'NONE' },
	});
	expect(fleetOptions(given, 'main').fleet?.redis).toMatchObject({
		nodes: [
			{ host: 'a', port: 7000 },
			{ host: 'b', port: 7001 },
		],
		isCluster: true,
		withoutLookup: true,
	});
});

it('An n8n that knows less of TLS to Redis checks certificates', () => {
	const given = configured({ redis: { tls: true, tlsConfig: undefined } });
	expect(fleetOptions(given, 'main').fleet?.redis.tls).toEqual({ rejectUnauthorized: true });
});

it.each([
	[{ type: 'sqlite' as const }, undefined, 'queue mode without Postgres'],
	[{ mode: 'regular' as const, type: 'sqlite' as const }, 'postgres', 'n8n itself uses SQLite'],
	[{}, 'mysql', 'WHATSAPP_LINKED_STORE is "mysql"'],
])('What cannot be is told: %j, %s', (changes, store, message) => {
	expect(() => fleetOptions(configured(changes), 'main', store)).toThrow(message);
});
