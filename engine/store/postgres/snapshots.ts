import { randomBytes } from 'node:crypto';
import { incomplete, type Bodies } from './bodies';
import type { Postgres } from './connections';
import { fenced } from './errors';
import { removeFile, SNAPSHOT, type Files } from './files';
import { isMine, mine, type Claim } from './leases';
import { placeOfRow } from './log-writer';
import { unpack } from './packing';

/** So much of a log is fetched at once. */
const PAGE_BYTES = 2 * 1024 * 1024;

/** What an account's file is made of. */
export interface Stored {
	/** The version of the file's schema. */
	schema: number;
	snapshot: AsyncIterable<Uint8Array>;
	/** What was written since, in order. */
	patchsets: AsyncIterable<Buffer>;
}

export interface StoredSizes {
	/** Of the rows that came after the snapshot, and of the snapshot. */
	log: number;
	snapshot: number;
	/** The snapshot was written longer ago than a day. */
	isOld: boolean;
}

/** Whole files of accounts, and the logs that go on from them. */
export interface Snapshots {
	/**
	 * The file as it is after row `seq`, in place of the snapshot before it and of the log up to there. All or nothing; where
	 * it rejects with anything but another owner's claim, it may be all.
	 */
	write(claim: Claim, snapshot: WrittenSnapshot): Promise<void>;
	/**
	 * Undefined where nothing was ever stored. DAMAGED: something is missing before row `upTo`, which is the last one of when the
	 * account was claimed unless it is given.
	 */
	read(claim: Claim, upTo?: number): Promise<Stored | undefined>;
	/** The number of the last row in the log, and what is stored. */
	measure(claim: Claim): Promise<StoredSizes & { seq: number }>;
}

export interface WrittenSnapshot {
	seq: number;
	schema: number;
	content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>;
}

interface AccountRow {
	schema: number;
	snapshot: string | null;
	snapshotSeq: string;
	snapshotBytes: string;
	isOld: boolean;
	seq: string;
}

export function createSnapshots(
	{ tables, bulk }: Pick<Postgres, 'tables' | 'bulk'>,
	bodies: Bodies,
	filesOf: (claim: Claim) => Files,
): Snapshots {
	const { account, log } = tables;
	const SELECT_ACCOUNT = `SELECT a.schema, a.snapshot, a.snapshot_seq AS "snapshotSeq", a.snapshot_bytes AS "snapshotBytes", a.seq,
			coalesce(a.snapshot_at < now() - interval '1 day', false) AS "isOld"
		FROM ${account} AS a WHERE ${isMine('a')}`;

	async function find(claim: Claim, query = bulk.query, lock = ''): Promise<AccountRow> {
		const [row] = await query<AccountRow>(SELECT_ACCOUNT + lock, ...mine(claim));
		if (!row) throw fenced();
		return row;
	}

	/** Which rows are fetched together, from first to last. Nothing is read before it is known that none is missing. */
	async function pagesOf(claim: Claim, after: number, upTo: number): Promise<[number, number][]> {
		const rows = await bulk.query<{ seq: string; bytes: number }>(
			`SELECT seq, octet_length(body) AS bytes FROM ${log} WHERE account = $1 AND seq > $2 AND seq <= $3 ORDER BY seq`,
			...[claim.account, after, upTo],
		);
		if (rows.length !== upTo - after) throw incomplete();
		const pages: [number, number][] = [];
		let bytes = PAGE_BYTES;
		for (const row of rows) {
			const page = pages.at(-1);
			if (page && bytes < PAGE_BYTES) page[1] = Number(row.seq);
			else {
				pages.push([Number(row.seq), Number(row.seq)]);
				bytes = 0;
			}
			bytes += row.bytes;
		}
		return pages;
	}

	async function* patchsetsOf(claim: Claim, pages: [number, number][]): AsyncGenerator<Buffer> {
		const sealing = bodies(claim.account);
		for (const [first, last] of pages) {
			const rows = await bulk.query<{ seq: string; body: Buffer }>(
				`SELECT seq, body FROM ${log} WHERE account = $1 AND seq BETWEEN $2 AND $3 ORDER BY seq`,
				...[claim.account, first, last],
			);
			if (rows.length !== last - first + 1) throw incomplete();
			for (const { seq, body } of rows) yield* unpack(sealing.open(body, placeOfRow(Number(seq))));
		}
	}

	return {
		async write(claim, { seq, schema, content }) {
			const id = SNAPSHOT + randomBytes(16).toString('hex');
			let bytes = 0;
			await filesOf(claim).write(
				id,
				(async function* () {
					for await (const chunk of content) {
						bytes += chunk.length;
						yield chunk;
					}
				})(),
			);
			// It is not removed where this fails: the answer to the commit may be what was lost.
			await bulk.transaction(async (query) => {
				const { snapshot, snapshotSeq } = await find(claim, query, ' FOR UPDATE');
				if (seq < Number(snapshotSeq))
					throw new Error('There is a newer snapshot, and no log before it');
				await query(
					`UPDATE ${account} SET snapshot = $2, snapshot_seq = $3, snapshot_bytes = $4, snapshot_at = now(),
						schema = $5, seq = greatest(seq, $3)
					WHERE id = $1`,
					...[claim.account, id, seq, bytes, schema],
				);
				await query(`DELETE FROM ${log} WHERE account = $1 AND seq <= $2`, claim.account, seq);
				if (snapshot) await removeFile({ query }, tables, claim, snapshot);
			});
		},

		async read(claim, upTo = claim.seq) {
			const { schema, snapshot, snapshotSeq } = await find(claim);
			if (!snapshot) {
				if (upTo > 0) throw incomplete();
				return undefined;
			}
			const pages = await pagesOf(claim, Number(snapshotSeq), upTo);
			return {
				schema,
				snapshot: filesOf(claim).read(snapshot),
				patchsets: patchsetsOf(claim, pages),
			};
		},

		async measure(claim) {
			const { seq, snapshotBytes, isOld } = await find(claim);
			const [row] = await bulk.query<{ bytes: string }>(
				`SELECT coalesce(sum(octet_length(body)), 0) AS bytes FROM ${log} WHERE account = $1`,
				claim.account,
			);
			const sizes = { log: Number(row?.bytes), snapshot: Number(snapshotBytes) };
			return { seq: Number(seq), ...sizes, isOld };
		},
	};
}
