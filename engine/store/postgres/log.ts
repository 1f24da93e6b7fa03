import { pauseAfter } from '../../backoff';
import type { Clock } from '../../clock';
import { kindOf, type Log as EngineLog } from '../../log';
import type { Bodies } from './bodies';
import type { Postgres } from './connections';
import type { Claim } from './leases';
import {
	createLogWriter,
	type Loss,
	type LogRow,
	type LogWriter,
	type PendingLog,
} from './log-writer';
import type { Tables } from './tables';

/*
 * Writes the logs of all accounts that a process holds. What waits of several accounts goes with one statement, which is
 * one flush of the database's disk; each row is written if the account is still its claim's, and if it is the next one.
 */

/** So many statements are under way: while one is being flushed, the next one is on its way. As many as `log` has connections. */
const MAX_STATEMENTS = 2;
const MAX_ROWS = 64;
const MAX_STATEMENT_BYTES = 4 * 1024 * 1024;
const RETRY = { firstMs: 50, longestMs: 1_000 };
/** Confirmed rows that are kept for a database that loses its last seconds, of all accounts. */
const MAX_KEPT_BYTES = 16 * 1024 * 1024;

export interface PatchsetLog {
	/** What is written as long as this claim holds. `onLost` is called once, when it holds no longer or nothing can be written. */
	writer(claim: Claim, onLost: (loss: Loss) => void): LogWriter;
	/** All writers are closed, and nothing is tried again. */
	close(): void;
}

interface Context {
	clock: Pick<Clock, 'sleep' | 'random'>;
	log: EngineLog;
}

interface Flight {
	writer: PendingLog;
	row: LogRow;
}

export function createPatchsetLog(
	{ tables, log: connections }: Pick<Postgres, 'tables' | 'log'>,
	bodies: Bodies,
	{ clock, log }: Context,
): PatchsetLog {
	const writers = new Set<LogWriter & PendingLog>();
	/** Those with something to write, of which nothing is on its way. */
	const ready = new Set<PendingLog>();
	const busy = new Set<PendingLog>();
	const kept: Flight[] = [];
	let keptBytes = 0;
	let statements = 0;
	const closing = new AbortController();

	function makeReady(writer: PendingLog): void {
		if (busy.has(writer)) return;
		ready.add(writer);
		// What else is committed in this moment goes with it.
		queueMicrotask(start);
	}

	function start(): void {
		while (statements < MAX_STATEMENTS) {
			const flights = take();
			if (flights.length === 0) return;
			statements++;
			void write(flights).finally(() => {
				statements--;
				for (const { writer } of flights) {
					busy.delete(writer);
					if (writer.isPending()) ready.add(writer);
				}
				start();
			});
		}
	}

	function take(): Flight[] {
		const flights: Flight[] = [];
		let bytes = 0;
		for (const writer of ready) {
			if (flights.length === MAX_ROWS || bytes > MAX_STATEMENT_BYTES) break;
			ready.delete(writer);
			const row = writer.next();
			if (!row) continue;
			busy.add(writer);
			flights.push({ writer, row });
			bytes += row.body.length;
		}
		return flights;
	}

	/** Until it is known of each what became of it. Never rejects. */
	async function write(flights: readonly Flight[]): Promise<void> {
		let left = flights;
		for (let tries = 0; ; tries++) {
			try {
				await insert(left);
				return;
			} catch (error) {
				if (closing.signal.aborted) return;
				log.warn('Postgres did not confirm what was written; it is written again', {
					error: kindOf(error),
					tries,
				});
			}
			await clock
				.sleep(pauseAfter(tries, RETRY, clock.random()), closing.signal)
				// It is closed.
				.catch(() => undefined);
			left = left.filter(({ writer, row }) => writer.next()?.seq === row.seq);
			if (left.length === 0) return;
		}
	}

	async function insert(flights: readonly Flight[]): Promise<void> {
		const written = await connections.query<Pick<Claim, 'account' | 'epoch'>>(
			insertStatement(tables, flights.length),
			...flights.flatMap(({ writer: { claim }, row: { seq, body } }) => [
				...[claim.account, claim.owner, claim.epoch, seq, body],
			]),
		);
		const left: Flight[] = [];
		for (const flight of flights) {
			const { account, epoch } = flight.writer.claim;
			if (written.some((row) => row.account === account && row.epoch === epoch)) confirm(flight);
			else left.push(flight);
		}
		if (left.length > 0) await compare(left);
	}

	/** Nothing was written of these. */
	async function compare(flights: readonly Flight[]): Promise<void> {
		const found = await connections.query<{
			id: string;
			owner: string;
			epoch: string;
			seq: string;
		}>(
			`SELECT id, owner, epoch, seq FROM ${tables.account} WHERE id = ANY ($1)`,
			flights.map(({ writer }) => writer.claim.account),
		);
		const byId = new Map(found.map((account) => [account.id, account]));
		for (const flight of flights) {
			const { claim, fallBack, lose } = flight.writer;
			const account = byId.get(claim.account);
			const seq = Number(account?.seq);
			const isMine = account?.owner === claim.owner && account.epoch === claim.epoch;
			if (!isMine || seq > flight.row.seq) lose('fenced');
			// An earlier try had reached the database, and its answer not us.
			else if (seq === flight.row.seq) confirm(flight);
			else fallBack(seq);
		}
	}

	function confirm(flight: Flight): void {
		flight.writer.confirm(flight.row);
		kept.push(flight);
		keptBytes += flight.row.body.length;
		while (keptBytes > MAX_KEPT_BYTES) {
			const oldest = kept.shift();
			if (!oldest) break;
			keptBytes -= oldest.row.body.length;
			oldest.writer.forget(oldest.row);
		}
	}

	return {
		writer(claim, onLost) {
			const writer = createLogWriter({
				claim,
				sealing: bodies(claim.account),
				onPending: () => makeReady(writer),
				onEnd(loss) {
					writers.delete(writer);
					ready.delete(writer);
					if (loss) onLost(loss);
				},
			});
			writers.add(writer);
			return writer;
		},
		close() {
			closing.abort();
			for (const writer of writers) writer.close();
		},
	};
}

/** Of each row: account, owner, epoch, seq and body. */
function insertStatement({ account, log }: Tables, rows: number): string {
	const values = Array.from({ length: rows }, (_, row) => {
		const [id, owner, epoch, seq, body] = [1, 2, 3, 4, 5].map((column) => `$${row * 5 + column}`);
		return `(${id}::text, ${owner}::text, ${epoch}::bigint, ${seq}::bigint, ${body}::bytea)`;
	});
	return `WITH row (id, owner, epoch, seq, body) AS (VALUES ${values.join()}),
		next AS (
			UPDATE ${account} AS a SET seq = row.seq FROM row
			WHERE a.id = row.id AND a.owner = row.owner AND a.epoch = row.epoch AND a.seq = row.seq - 1
			RETURNING row.id, row.seq, row.epoch, row.body
		)
		INSERT INTO ${log} (account, seq, epoch, body) SELECT * FROM next
		RETURNING account, epoch, set_config('synchronous_commit', 'on', true)`;
}
