import { randomUUID } from 'node:crypto';
import { startPostgres } from '../../../scripts/services/postgres.mjs';
import type { PostgresOptions } from '../../../engine/gateway/contract';
import { MIGRATIONS } from '../../../engine/store/migrations';
import {
	createLeases,
	ensureSchema,
	LEASE_MS,
	openPostgres,
	type Claim,
	type Leases,
	type Member,
	type Postgres,
} from '../../../engine/store/postgres';

/** n8n's encryption key. */
export const KEY = 'a key like the one n8n keeps';
/** The version of the files of accounts. */
export const SCHEMA = MIGRATIONS.length;

export type Server = Awaited<ReturnType<typeof startPostgres>>;

/** A server for the tests of a file, and connections that end with each test. */
export function useServer() {
	let server: Server;
	const open = new Set<Postgres>();
	beforeAll(async () => (server = await startPostgres()));
	afterEach(async () => {
		await Promise.all([...open].map(async (postgres) => await postgres.close()));
		open.clear();
	});
	afterAll(async () => await server.close());

	/** As one process of n8n has them. */
	function connect(options: Partial<PostgresOptions> = {}): Postgres {
		const postgres = openPostgres({ ...server.options, ...options });
		open.add(postgres);
		return postgres;
	}

	return {
		get server() {
			return server;
		},
		connect,
		/** Another n8n in the same database: its tables are there, and empty. */
		async startN8n() {
			const tablePrefix = `n8n_${randomUUID().slice(0, 8)}_`;
			await ensureSchema(connect({ tablePrefix }));
			return { tablePrefix, connect: () => connect({ tablePrefix }) };
		},
	};
}

/** A process that has just been heard of. */
export async function join(
	leases: Leases,
	member: Partial<Omit<Member, 'load'>> = {},
): Promise<string> {
	const id = randomUUID();
	await leases.beat({ id, kind: 'main', capacity: 100, ...member });
	return id;
}

/** An account that a process holds, which both are new. */
export async function claimNew(postgres: Postgres, account: string = randomUUID()): Promise<Claim> {
	const leases = createLeases(postgres);
	return claimed(await leases.claimOne(await join(leases), account, SCHEMA));
}

export function claimed(result: Awaited<ReturnType<Leases['claimOne']>>): Claim {
	if (result === 'newer' || !('epoch' in result)) throw new Error('It was not claimed');
	return result;
}

/** The process is not heard of any more, as if `LEASE_MS` had passed. */
export async function silence({ control, tables }: Postgres, owner: string): Promise<void> {
	await control.query(`UPDATE ${tables.process} SET beat_until = now() WHERE id = $1`, owner);
	await control.query(
		`UPDATE ${tables.account} SET claimed_at = now() - interval '${LEASE_MS + 1} ms' WHERE owner = $1`,
		owner,
	);
}

/** What another process makes of an account whose owner is not heard of any more. */
export async function takeOver(postgres: Postgres, { account, owner }: Claim): Promise<Claim> {
	await silence(postgres, owner);
	return await claimNew(postgres, account);
}
