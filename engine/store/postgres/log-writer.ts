import { EngineError } from '../../gateway/contract';
import type { Sealing } from '../../sealing';
import type { Replication } from '../database';
import { fenced } from './errors';
import type { Claim } from './leases';
import { pack } from './packing';

/** More is not kept of what waits to be in the log: the database has been away, and nothing is told to anybody meanwhile. */
const MAX_WAITING_BYTES = 64 * 1024 * 1024;
/** What is appended while an earlier row is on its way shares the next one. */
const MAX_ROW_BYTES = 256 * 1024;

/** Why nothing can be written any more. */
export type Loss =
	/** Another process has the account: the local file is to be thrown away. */
	| 'fenced'
	/** The database was away for too long: the file has what the log will never have, and it was told to nobody. */
	| 'full'
	/**
	 * The database has lost rows that it had confirmed, and more than could be written again. As long as the claim holds, the
	 * local file alone has them: a snapshot of it brings them back.
	 */
	| 'behind';

/** The log of one account, as long as a claim holds. */
export interface LogWriter extends Replication {
	/** Nothing is written any more. `saving` rejects for what was not. */
	close(): void;
}

/** What was appended and is written at once. */
export interface LogRow {
	readonly seq: number;
	/** Sealed. */
	readonly body: Buffer;
}

/** A writer as whoever writes its rows sees it. They are written one after another. */
export interface PendingLog {
	readonly claim: Claim;
	/** Whether there is something to write. */
	isPending(): boolean;
	/** The next one to be written: the same one until it is confirmed. What is appended later is in another one. */
	next(): LogRow | undefined;
	/** It is in the log. */
	confirm(row: LogRow): void;
	/** The last row in the log is this one, though later ones were confirmed. Those are the next ones, if they are kept. */
	fallBack(seq: number): void;
	lose(loss: Loss): void;
	/** This one, the oldest confirmed one that is kept, is kept no longer. */
	forget(row: LogRow): void;
}

export interface LogWriterOptions {
	claim: Claim;
	sealing: Sealing;
	/** There is something to write. */
	onPending(): void;
	/** Called once. Without loss: it was closed. */
	onEnd(loss?: Loss): void;
}

/** Rows that are sealed keep no patchsets: theirs are in the body. */
interface Row {
	readonly seq: number;
	patchsets: Uint8Array[];
	bytes: number;
	body?: Buffer;
	readonly saved: Promise<void>;
	resolve(): void;
	reject(error: EngineError): void;
}

export function createLogWriter(options: LogWriterOptions): LogWriter & PendingLog {
	const { claim, sealing, onPending, onEnd } = options;
	/** From the oldest one that is kept to the one that is being filled. */
	let rows: Row[] = [];
	/** Index of the first one that is not confirmed. */
	let unconfirmed = 0;
	let lastSeq = claim.seq;
	let ended: EngineError | undefined;

	const waiting = () => rows.slice(unconfirmed);
	const waitingBytes = () => waiting().reduce((sum, { bytes }) => sum + bytes, 0);

	function rowToFill(): Row {
		const last = rows[unconfirmed] && rows.at(-1);
		if (last && !last.body && last.bytes < MAX_ROW_BYTES) return last;
		const row = createRow(++lastSeq);
		rows.push(row);
		return row;
	}

	function end(error: EngineError, loss?: Loss): void {
		if (ended) return;
		ended = error;
		for (const row of waiting()) row.reject(error);
		rows = [];
		unconfirmed = 0;
		onEnd(loss);
	}

	const lose = (loss: Loss) => end(LOSSES[loss](), loss);

	return {
		claim,

		append(patchset) {
			if (ended) return;
			const row = rowToFill();
			row.patchsets.push(patchset);
			row.bytes += patchset.length;
			if (waitingBytes() > MAX_WAITING_BYTES) lose('full');
			else onPending();
		},

		saving() {
			if (ended) return rejected(ended);
			return rows[unconfirmed] && rows.at(-1)?.saved;
		},

		isPending: () => rows[unconfirmed] !== undefined,

		next() {
			const row = rows[unconfirmed];
			if (!row) return undefined;
			if (!row.body) {
				row.body = sealing.seal(pack(row.patchsets), placeOfRow(row.seq));
				row.patchsets = [];
			}
			return { seq: row.seq, body: row.body };
		},

		confirm({ seq }) {
			const row = rows[unconfirmed];
			if (row?.seq !== seq) return;
			unconfirmed++;
			row.resolve();
		},

		fallBack(seq) {
			const index = rows.findIndex((row) => row.seq === seq + 1);
			if (index < 0) return lose('behind');
			unconfirmed = index;
			onPending();
		},

		lose,

		forget({ seq }) {
			if (unconfirmed === 0 || rows[0]?.seq !== seq) return;
			rows.shift();
			unconfirmed--;
		},

		close: () => end(closed()),
	};
}

function createRow(seq: number): Row {
	const { promise, resolve, reject } = Promise.withResolvers<void>();
	// Nobody has to wait for it.
	promise.catch(() => undefined);
	return { seq, patchsets: [], bytes: 0, saved: promise, resolve, reject };
}

/** Authenticated with the row. */
export const placeOfRow = (seq: number) => `log/${seq}`;

const LOSSES: Readonly<Record<Loss, () => EngineError>> = {
	fenced,
	full: () =>
		new EngineError(
			'STORE_FAILED',
			"n8n's Postgres was away for too long, so nothing more could be kept for it.",
			'Check that it runs, then run the node again.',
			true,
		),
	behind: () =>
		new EngineError(
			'STORE_FAILED',
			"n8n's Postgres has lost what it had confirmed.",
			'Check whether a replica without the newest data took its place. Run the node again in some seconds.',
			true,
		),
};

function closed(): EngineError {
	return new EngineError(
		'STORE_FAILED',
		'This WhatsApp number was closed before Postgres had taken what was written.',
		'Run the node again.',
		true,
	);
}

function rejected(error: EngineError): Promise<never> {
	const promise = Promise.reject(error);
	// Nobody has to wait for it.
	promise.catch(() => undefined);
	return promise;
}
