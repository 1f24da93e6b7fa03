import { Pool, type PoolClient } from 'pg';
import type { PostgresOptions } from '../../gateway/contract';
import { translate } from './errors';
import { tablesOf, type Tables } from './tables';

/*
 * Connections to n8n's database. They may lead through PgBouncer, which gives each transaction another session: statements
 * have no names, and nothing is set for longer than a transaction.
 */

export type Value = string | number | boolean | null | Uint8Array | readonly string[];

/** `values` are the statement's parameters, $1 and on. Rejects with an EngineError, STORE_FAILED. */
export type Query = <R>(statement: string, ...values: readonly Value[]) => Promise<R[]>;

/** Some connections of a kind. What waits for one of them does not hold up those who use others. */
export interface Connections {
	query: Query;
	/**
	 * All or nothing, READ COMMITTED, and on the disk when it resolves. Where it rejects with STORE_FAILED it may be all, too: the answer to the commit may be what
	 * was lost. What `work` throws goes on as it is.
	 */
	transaction<T>(work: (query: Query) => Promise<T>): Promise<T>;
}

export interface Postgres {
	readonly tables: Tables;
	/** Who holds which account, and other small questions that must not wait. */
	readonly control: Connections;
	/** What accounts write. */
	readonly log: Connections;
	/** Files and all that takes time. */
	readonly bulk: Connections;
	/** What is under way is waited for. */
	close(): Promise<void>;
}

interface Limits {
	connections: number;
	/** For a free connection or a new one, and for the answer to a statement. */
	waitMs: number;
}

/** `control` has half of the time that a process holds its accounts without being heard of (`leases.ts`). */
const KINDS = {
	control: { connections: 1, waitMs: 4_000 },
	log: { connections: 2, waitMs: 10_000 },
	bulk: { connections: 2, waitMs: 60_000 },
};
const IDLE_MS = 10_000;
const KEEP_ALIVE_AFTER_MS = 10_000;
/** A process that is stopped in the middle of a transaction holds up others for so long. */
const IDLE_IN_TRANSACTION_MS = 5_000;

/** Connects when something is asked, and not before. */
export function openPostgres(options: PostgresOptions): Postgres {
	const tables = tablesOf(options);
	const control = openConnections(options, KINDS.control);
	const log = openConnections(options, KINDS.log);
	const bulk = openConnections(options, KINDS.bulk);
	return {
		tables,
		control,
		log,
		bulk,
		async close() {
			await Promise.all([control, log, bulk].map(async ({ close }) => await close()));
		},
	};
}

function openConnections(
	{ host, port, user, password, database, ssl }: PostgresOptions,
	{ connections, waitMs }: Limits,
): Connections & { close(): Promise<void> } {
	const pool = new Pool({
		...{ host, port, user, password, database },
		// The driver hides the key in it from whoever copies it later.
		ssl: typeof ssl === 'object' ? { ...ssl } : ssl,
		application_name: 'n8n-nodes-whatsapp-linked',
		max: connections,
		idleTimeoutMillis: IDLE_MS,
		connectionTimeoutMillis: waitMs,
		query_timeout: waitMs,
		keepAlive: true,
		keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
	});
	// Whoever asks next is told, or gets a new connection.
	pool.on('error', () => undefined);
	pool.on('connect', (client) => client.on('error', () => undefined));

	const queryOn =
		(client: Pick<Pool, 'query'> | PoolClient): Query =>
		async <R>(statement: string, ...values: readonly Value[]) =>
			await translated(async () => (await client.query(statement, [...values])).rows as R[]);

	return {
		query: queryOn(pool),
		async transaction(work) {
			const client = await translated(async () => await pool.connect());
			const query = queryOn(client);
			try {
				await query(
					[
						'BEGIN',
						'SET LOCAL synchronous_commit = on',
						`SET LOCAL statement_timeout = ${waitMs}`,
						`SET LOCAL idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
					].join('; '),
				);
				const result = await work(query);
				await query('COMMIT');
				client.release();
				return result;
			} catch (error) {
				// Closed, it undoes what it had begun, whatever its state.
				client.release(true);
				throw error;
			}
		},
		close: async () => await pool.end(),
	};
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw translate(error);
	}
}
