import { chmodSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { EngineError } from '../gateway/contract';
import { MIGRATIONS } from './migrations';
import { recordPatchsets } from './patchsets';

export type Row = Record<string, unknown>;

/**
 * One account's SQLite file: synchronous, transactional, owned by this connection alone.
 *
 * What is written is on disk when the call returns, except within `lazily`: flushing the disk takes longer than all else
 * that a small transaction does, so what happens in one turn of the event loop can share one flush. Reads see it at once;
 * whoever tells the world of it waits for `saving()` first.
 */
export interface Database {
	run(sql: string, ...values: SQLInputValue[]): { changes: number };
	get<T = Row>(sql: string, ...values: SQLInputValue[]): T | undefined;
	all<T = Row>(sql: string, ...values: SQLInputValue[]): T[];
	/** All or nothing, and on disk when it returns, with all that was written lazily before. Nested calls join the outer one. */
	transaction<T>(work: () => T): T;
	/** All or nothing, and on disk with the next transaction, at the latest at the end of this turn. Nested calls join the outer one. */
	lazily<T>(work: () => T): T;
	/**
	 * Resolves when all that was written so far is on disk, and where the file is replicated in the log, too; undefined when
	 * it is. Rejects with STORE_FAILED when it could not be written and was taken back, or will never be in the log.
	 */
	saving(): Promise<void> | undefined;
	/** Does the work when all that was written so far is on disk, at once where it is, and not at all where it was taken back. */
	whenSaved(work: () => void): void;
	/** Called when anything was taken back: what was read or remembered of it is not so. */
	onRollback(listener: () => void): void;
	/** Called when lazy work was taken back after it had returned: what went on from there has to start anew. */
	onLost(listener: (error: unknown) => void): void;
	/** What was deleted is in no file any more when it returns: the write-ahead log still holds it until then. */
	scrub(): void;
	/** Gives back the memory of what is there for speed alone, here and at those who listen: it is made again as it is asked for. */
	shrink(): void;
	onShrink(listener: () => void): void;
	/** Writes what is left to write. */
	close(): void;
}

/**
 * A log of all that is written, elsewhere, from which the file can be made anew (`restore.ts`). It is what counts: the file
 * itself need not outlive a power cut.
 */
export interface Replication {
	/** What one transaction changed (`patchsets.ts`), in the order of commits, right after the commit. */
	append(patchset: Uint8Array): void;
	/** Resolves when all that was appended is in the log; undefined when it is. Rejects with STORE_FAILED when it will never be. */
	saving(): Promise<void> | undefined;
}

export interface DatabaseOptions {
	/** It was found sound before; that takes a second for a large file. */
	isChecked?: boolean;
	/** Of a file that has the newest schema: it was opened without it before. */
	replication?: Replication;
}

/** https://sqlite.org/rescode.html */
const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/**
 * Opens (or creates) the file and takes it for this connection alone. IN_USE: another process has it; the lock is the
 * operating system's and dies with its owner. DAMAGED: it is no longer a database; it was renamed and the next call
 * starts anew. `now` names the renamed file.
 */
export function openDatabase(
	file: string,
	now: () => number,
	options: DatabaseOptions = {},
): Database {
	mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
	try {
		return take(file, options);
	} catch (error) {
		throw translate(error, file, now);
	}
}

function take(file: string, { isChecked = false, replication }: DatabaseOptions): Database {
	const sqlite = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: true });
	try {
		chmodSync(file, 0o600);
		// EXCLUSIVE before the first read: WAL then needs no shared-memory file, and the first transaction keeps the lock.
		sqlite.exec('PRAGMA locking_mode = EXCLUSIVE');
		sqlite.exec('PRAGMA journal_mode = WAL');
		sqlite.exec(`PRAGMA synchronous = ${replication ? 'OFF' : 'FULL'}`);
		// What is deleted is overwritten with zeros.
		sqlite.exec('PRAGMA secure_delete = ON');
		sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
		if (!isChecked) requireSound(sqlite);
		migrate(sqlite, replication !== undefined);
	} catch (error) {
		sqlite.close();
		throw error;
	}
	return wrap(sqlite, replication);
}

function requireSound(sqlite: DatabaseSync): void {
	const check = sqlite.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
	if (check.quick_check !== 'ok') throw new DamagedFile();
}

function migrate(sqlite: DatabaseSync, isReplicated: boolean): void {
	const { user_version: version } = sqlite.prepare('PRAGMA user_version').get() as {
		user_version: number;
	};
	if (version > MIGRATIONS.length) {
		throw new EngineError(
			'STORE_FAILED',
			'The stored session was written by a newer version of this package.',
			'Install that version of n8n-nodes-whatsapp-linked again, or a newer one.',
		);
	}
	const steps = MIGRATIONS.slice(version);
	if (isReplicated && steps.length > 0) throw new Error('What a migration does is in no patchset');
	steps.forEach((step, index) => {
		sqlite.exec(`BEGIN; ${step}; PRAGMA user_version = ${version + index + 1}; COMMIT`);
	});
}

function wrap(sqlite: DatabaseSync, replication?: Replication): Database {
	const patchset = replication && recordPatchsets(sqlite);
	const statements = new Map<string, StatementSync>();
	const prepare = (sql: string): StatementSync => {
		let statement = statements.get(sql);
		if (!statement) statements.set(sql, (statement = sqlite.prepare(sql)));
		return statement;
	};
	const statement = {
		run: (sql: string, values: SQLInputValue[]) =>
			guarded(() => ({ changes: Number(prepare(sql).run(...values).changes) })),
		exec: (sql: string) => guarded(() => sqlite.exec(sql)),
	};
	const rollbackListeners: (() => void)[] = [];
	const lossListeners: ((error: unknown) => void)[] = [];
	const shrinkListeners: (() => void)[] = [];
	/** How deep in nested work: only the outermost opens and ends anything. */
	let depth = 0;
	/** The open transaction. Between calls it is one with lazy work in it. */
	let batch: Batch | undefined;
	let endOfTurn: NodeJS.Immediate | undefined;

	/** Does the work in the open transaction, or opens one. What throws is taken back, and nothing else. */
	function join<T>(work: () => T): T {
		const opens = !batch;
		statement.exec(opens ? 'BEGIN IMMEDIATE' : 'SAVEPOINT work');
		batch ??= createBatch();
		try {
			const result = nested(work);
			if (!opens) statement.exec('RELEASE work');
			return result;
		} catch (error) {
			// Some errors make SQLite take back the whole transaction by itself: https://sqlite.org/lang_transaction.html
			if (opens || !sqlite.isTransaction) takeBack(error);
			else {
				sqlite.exec('ROLLBACK TO work; RELEASE work');
				rollbackListeners.forEach((listener) => listener());
			}
			throw error;
		}
	}

	function nested<T>(work: () => T): T {
		depth++;
		try {
			return work();
		} finally {
			depth--;
		}
	}

	function commit(): void {
		let changes: Uint8Array | undefined;
		try {
			changes = patchset && guarded(patchset);
			statement.exec('COMMIT');
		} catch (error) {
			takeBack(error);
			throw error;
		}
		const committed = batch;
		batch = undefined;
		if (changes) replication?.append(changes);
		committed?.resolve(replication?.saving());
	}

	function takeBack(error: unknown): void {
		const lost = batch;
		batch = undefined;
		if (sqlite.isTransaction) sqlite.exec('ROLLBACK');
		rollbackListeners.forEach((listener) => listener());
		lost?.reject(error);
		if (lost?.isLazy) lossListeners.forEach((listener) => listener(error));
	}

	function transaction<T>(work: () => T): T {
		if (depth > 0) return work();
		const result = join(work);
		commit();
		return result;
	}

	function commitLate(): void {
		endOfTurn = undefined;
		try {
			if (batch) commit();
		} catch {
			// Those who wrote what is lost are told by `saving` and `onLost`.
		}
	}

	function saving(): Promise<void> | undefined {
		return batch ? batch.saved : replication?.saving();
	}

	return {
		run: (sql, ...values) =>
			(batch || replication) && depth === 0
				? transaction(() => statement.run(sql, values))
				: statement.run(sql, values),
		get: <T>(sql: string, ...values: SQLInputValue[]) =>
			guarded(() => prepare(sql).get(...values) as T | undefined),
		all: <T>(sql: string, ...values: SQLInputValue[]) =>
			guarded(() => prepare(sql).all(...values) as T[]),
		transaction,
		lazily(work) {
			if (depth > 0) return work();
			const result = join(work);
			if (batch) batch.isLazy = true;
			endOfTurn ??= setImmediate(commitLate);
			return result;
		},
		saving,
		whenSaved(work) {
			const saved = saving();
			if (saved) void saved.then(work, () => undefined);
			else work();
		},
		onRollback: (listener) => void rollbackListeners.push(listener),
		onLost: (listener) => void lossListeners.push(listener),
		scrub() {
			if (batch) commit();
			statement.exec('PRAGMA wal_checkpoint(TRUNCATE)');
		},
		shrink() {
			statements.clear();
			statement.exec('PRAGMA shrink_memory');
			shrinkListeners.forEach((listener) => listener());
		},
		onShrink: (listener) => void shrinkListeners.push(listener),
		close() {
			clearImmediate(endOfTurn);
			commitLate();
			if (sqlite.isOpen) sqlite.close();
		},
	};
}

/** A transaction that is open, and what becomes of it. */
interface Batch {
	/** Others count on it than the one who is writing now. */
	isLazy: boolean;
	readonly saved: Promise<void>;
	resolve(logged: Promise<void> | undefined): void;
	reject(error: unknown): void;
}

function createBatch(): Batch {
	let resolve: Batch['resolve'] = () => undefined;
	let reject: Batch['reject'] = () => undefined;
	const saved = new Promise<void>((onSaved, onLost) => {
		resolve = onSaved;
		reject = onLost;
	});
	// Nobody has to wait for it.
	saved.catch(() => undefined);
	return { isLazy: false, saved, resolve, reject };
}

/** SQLite's own errors name files and statements; a user needs to know what is the matter with the disk. */
export function guarded<T>(work: () => T): T {
	try {
		return work();
	} catch (error) {
		const code = (error as { errcode?: number }).errcode;
		if (code === undefined) throw error;
		// The low byte is the primary code: https://sqlite.org/rescode.html#extrc
		const full = (code & 0xff) === SQLITE_FULL;
		throw new EngineError(
			'STORE_FAILED',
			full
				? 'The disk of n8n is full.'
				: `The WhatsApp data could not be read or written (SQLite ${code}).`,
			full
				? 'Free some space. Nothing is sent until then; what was queued is kept.'
				: "Check the disk and the permissions of the folder whatsapp-linked in n8n's data folder, then restart n8n.",
			true,
		);
	}
}

class DamagedFile extends Error {}

function translate(error: unknown, file: string, now: () => number): unknown {
	const code = (error as { errcode?: number }).errcode;
	if (code === SQLITE_BUSY) {
		return new EngineError(
			'IN_USE',
			'Another n8n process is using this WhatsApp number.',
			'Stop the other process, or give each n8n its own credential and linked device. Only one process can hold a number.',
			true,
		);
	}
	if (error instanceof DamagedFile || code === SQLITE_CORRUPT || code === SQLITE_NOTADB) {
		const aside = setAside(file, now());
		// An older copy would use keys a second time that its sessions have used up since.
		return new EngineError(
			'DAMAGED',
			`The stored session is damaged. It was kept as ${aside}.`,
			'Link the number again: open the credential and press Retry. Do not put an older copy in its place: contacts could not read what is sent from it.',
		);
	}
	return error;
}

/** Renames the file (and its write-ahead log) so that nothing overwrites what may still be saved from it. */
function setAside(file: string, at: number): string {
	const suffix = `.damaged-${new Date(at).toISOString().replace(/[:.]/g, '-')}`;
	for (const part of ['', '-wal']) {
		if (existsSync(file + part)) renameSync(file + part, file + suffix + part);
	}
	return file.slice(dirname(file).length + 1) + suffix;
}
