/**
 * Where accounts are kept, and how several processes of one n8n work together: what n8n's own configuration says of its
 * database and its Redis. All of it is plain JSON, as it crosses to the engine's thread.
 */

/** n8n's Postgres. Absent: accounts are kept in the data folder. */
export interface PostgresOptions {
	host: string;
	port: number;
	user: string;
	password: string;
	database: string;
	/** What is in n8n's is in this schema, and its tables begin with the prefix. */
	schema: string;
	tablePrefix: string;
	/** `true`: as Node checks certificates by default. Keys and certificates are PEM. */
	ssl: boolean | { ca?: string; cert?: string; key?: string; rejectUnauthorized: boolean };
}

/** n8n's Redis. */
export interface RedisOptions {
	/** One server, or some of a cluster. */
	nodes: ReadonlyArray<{ host: string; port: number }>;
	isCluster: boolean;
	username?: string;
	password?: string;
	/** The number of its database; clusters have one alone. */
	db: number;
	tls?: { servername?: string; rejectUnauthorized: boolean };
	/** Names are looked up as IPv6, too. */
	dualStack: boolean;
	/** Nodes of a cluster are reached by what they are called: their names are in no DNS. */
	withoutLookup: boolean;
	/** What names of channels begin with: two n8n may share a Redis. */
	prefix: string;
}

/** Other processes of the same n8n (queue mode). */
export interface FleetOptions {
	redis: RedisOptions;
	/** What n8n runs in this process; `engine`: none, but numbers. */
	process: 'main' | 'worker' | 'webhook' | 'engine';
}
