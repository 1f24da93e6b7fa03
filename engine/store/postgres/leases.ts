import type { FleetOptions } from '../../gateway/contract';
import { fenced } from './errors';
import type { Postgres } from './connections';
import type { Tables } from './tables';

/**
 * So long a process holds its accounts without being heard of. It is measured by the database's clock alone; the process
 * itself counts from when it began to say that it lives.
 */
export const LEASE_MS = 8_000;
/** Processes that are not heard of any more are listed for so long. */
const FORGET_AFTER = '1 hour';

/** A process that can hold accounts. */
export interface Member {
	/** Of this run of it: another one has another ID. */
	id: string;
	kind: FleetOptions['process'];
	/** How many accounts it holds, and how many it would. */
	load: number;
	capacity: number;
}

/** Who is heard of, and how many accounts are wanted and nobody's. */
export interface Survey {
	members: readonly Member[];
	free: number;
}

/**
 * An account that a process holds, as no other one does until the epoch is another one. The owner counts, too: a standby
 * that takes over may not know of the last claims, and gives their epochs once more.
 */
export interface Claim {
	account: string;
	owner: string;
	epoch: string;
	/** The number of the last row in the account's log. */
	seq: number;
}

export interface Leases {
	/** It lives, and holds its accounts for another `LEASE_MS`. */
	beat(member: Omit<Member, 'load'>): Promise<void>;
	/** It ends: all that it holds is free at once. */
	leave(owner: string): Promise<void>;
	/** `free` are those that `claim` would take. */
	survey(schema: number): Promise<Survey>;
	/**
	 * Takes accounts that are wanted and that nobody holds: so many at most, none of a newer `schema` than this, and none that
	 * another process is just taking. The process has beaten before.
	 */
	claim(owner: string, options: { limit: number; schema: number }): Promise<Claim[]>;
	/**
	 * Takes this one, which may be new, or one that the process has lost track of. Otherwise tells who holds it, or that a newer
	 * version of the package has written it.
	 */
	claimOne(
		owner: string,
		account: string,
		schema: number,
	): Promise<Claim | { owner: string } | 'newer'>;
	/**
	 * Takes accounts that are not wanted, of which something is stored, and that nobody has held for so long. `freeMs` is how
	 * long it was that; 0 where nobody knows.
	 */
	claimIdle(
		owner: string,
		options: { limit: number; schema: number; forMs: number },
	): Promise<{ claim: Claim; freeMs: number }[]>;
	/** It is free at once. Nothing happens where somebody else has it by now. */
	release(claim: Claim): Promise<void>;
	/**
	 * What Postgres gave to this process and it does not know of, because the answer was lost, is free again; `held` are those
	 * that it knows of, and those that it is just taking.
	 */
	releaseOthers(owner: string, held: readonly string[]): Promise<void>;
	/** Rejects when the account is somebody else's by now. */
	confirm(claim: Claim): Promise<void>;
	/** Who holds it, and is heard of. */
	ownerOf(account: string): Promise<string | undefined>;
}

/** The condition that an account is still a claim's; `mine` are its parameters, the first ones of the statement. */
export const isMine = (account: string) =>
	`${account}.id = $1 AND ${account}.owner = $2 AND ${account}.epoch = $3`;

export const mine = ({ account, owner, epoch }: Claim) => [account, owner, epoch] as const;

/** Of the table under the name `a`. */
const TAKEN = 'owner = $1, epoch = a.epoch + 1, claimed_at = now(), released_at = NULL';
const FREE = 'owner = NULL, released_at = now()';

interface ClaimRow {
	id: string;
	epoch: string;
	seq: string;
}

export function createLeases({ tables, control }: Pick<Postgres, 'tables' | 'control'>): Leases {
	const { process, account } = tables;
	const isFree = isFreeOf(tables);
	const claimOf = (owner: string, { id, epoch, seq }: ClaimRow): Claim => {
		return { account: id, owner, epoch, seq: Number(seq) };
	};

	const leases: Leases = {
		async beat({ id, kind, capacity }) {
			await control.query(
				`WITH forgotten AS (
					DELETE FROM ${process} WHERE id IN (
						SELECT id FROM ${process} WHERE beat_until < now() - interval '${FORGET_AFTER}' AND id <> $1
						FOR UPDATE SKIP LOCKED
					)
				)
				INSERT INTO ${process} (id, kind, beat_until, capacity)
				VALUES ($1, $2, now() + interval '${LEASE_MS} ms', $3)
				ON CONFLICT (id) DO UPDATE SET beat_until = excluded.beat_until, capacity = excluded.capacity`,
				...[id, kind, capacity],
			);
		},

		async leave(owner) {
			await control.query(
				`WITH gone AS (DELETE FROM ${process} WHERE id = $1)
				UPDATE ${account} SET ${FREE} WHERE owner = $1`,
				owner,
			);
		},

		async survey(schema) {
			const rows = await control.query<Member & { free: number }>(
				`SELECT p.id, p.kind, p.capacity, count(a.id)::integer AS load,
					(SELECT count(*)::integer FROM ${account} AS f WHERE f.wanted AND f.schema <= $1 AND ${isFree('f')}) AS free
				FROM ${process} AS p LEFT JOIN ${account} AS a ON a.owner = p.id
				WHERE p.beat_until > now() GROUP BY p.id ORDER BY p.id`,
				schema,
			);
			return { members: rows.map(({ free, ...member }) => member), free: rows[0]?.free ?? 0 };
		},

		async claim(owner, { limit, schema }) {
			const rows = await control.query<ClaimRow>(
				`WITH free AS MATERIALIZED (
					SELECT id FROM ${account} AS a WHERE wanted AND schema <= $3 AND ${isFree('a')}
					ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
				)
				UPDATE ${account} AS a SET ${TAKEN} FROM free
				WHERE a.id = free.id RETURNING a.id, a.epoch, a.seq`,
				...[owner, limit, schema],
			);
			return rows.map((row) => claimOf(owner, row));
		},

		async claimIdle(owner, { limit, schema, forMs }) {
			const rows = await control.query<ClaimRow & { freeMs: number }>(
				`WITH idle AS MATERIALIZED (
					SELECT id, released_at FROM ${account} AS a
					WHERE NOT wanted AND snapshot IS NOT NULL AND schema <= $3 AND ${isFree('a')}
						AND coalesce(released_at, claimed_at) < now() - interval '1 ms' * $4
					ORDER BY id LIMIT $2 FOR UPDATE SKIP LOCKED
				)
				UPDATE ${account} AS a SET ${TAKEN} FROM idle WHERE a.id = idle.id
				RETURNING a.id, a.epoch, a.seq,
					coalesce(extract(epoch FROM now() - idle.released_at) * 1000, 0)::float AS "freeMs"`,
				...[owner, limit, schema, forMs],
			);
			return rows.map(({ freeMs, ...row }) => ({ claim: claimOf(owner, row), freeMs }));
		},

		async claimOne(owner, id, schema) {
			const [row] = await control.query<ClaimRow>(
				`INSERT INTO ${account} AS a (id, owner, epoch, claimed_at) VALUES ($2, $1, 1, now())
				ON CONFLICT (id) DO UPDATE SET ${TAKEN}
				WHERE a.schema <= $3 AND (a.owner = $1 OR ${isFree('a')})
				RETURNING id, epoch, seq`,
				...[owner, id, schema],
			);
			if (row) return claimOf(owner, row);
			const [found] = await control.query<{ isNewer: boolean }>(
				`SELECT schema > $2 AS "isNewer" FROM ${account} WHERE id = $1`,
				...[id, schema],
			);
			if (found?.isNewer) return 'newer';
			const other = await leases.ownerOf(id);
			// Whoever had it has let go of it since.
			return other === undefined ? await leases.claimOne(owner, id, schema) : { owner: other };
		},

		async release(claim) {
			await control.query(
				`UPDATE ${account} AS a SET ${FREE} WHERE ${isMine('a')}`,
				...mine(claim),
			);
		},

		async releaseOthers(owner, held) {
			// What was claimed within a lease may be on its way here.
			await control.query(
				`UPDATE ${account} AS a SET owner = NULL
				WHERE owner = $1 AND id <> ALL ($2) AND ${isOld('a')}`,
				...[owner, held],
			);
		},

		async confirm(claim) {
			const rows = await control.query(
				`SELECT 1 FROM ${account} AS a WHERE ${isMine('a')}`,
				...mine(claim),
			);
			if (rows.length === 0) throw fenced();
		},

		async ownerOf(id) {
			const [row] = await control.query<{ owner: string }>(
				`SELECT owner FROM ${account} AS a WHERE id = $1 AND owner IS NOT NULL AND NOT ${isFree('a')}`,
				id,
			);
			return row?.owner;
		},
	};
	return leases;
}

/**
 * Others may claim the account, or begin to live, after this statement has begun to look. PostgreSQL looks at an account that was
 * claimed meanwhile once more, with its new owner, if the condition is one on this row alone and no join; but at processes
 * as they were in the beginning, so whoever has just claimed it counts as living.
 */
function isFreeOf({ process }: Tables): (account: string) => string {
	return (account) =>
		`(${account}.owner IS NULL
			OR ${account}.owner <> ALL (ARRAY(SELECT id FROM ${process} WHERE beat_until > now()))
			AND ${isOld(account)})`;
}

/** It was not claimed a moment ago. */
const isOld = (account: string) => `${account}.claimed_at < now() - interval '${LEASE_MS} ms'`;
