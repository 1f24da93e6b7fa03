import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { EngineError } from '../gateway/contract';
import { guarded } from './database';
import { openPatchset } from './patchsets';

/**
 * The file of an account that has moved: a snapshot of it, and what has been written since (`Replication`). Whoever restores
 * throws the file away when it fails: it may hold a part of what it should.
 */

/** So much is applied in one turn of the event loop: some 3 ms. */
const SLICE_BYTES = 128 * 1024;
/** What a patchset costs, however small, as bytes. */
const PATCHSET_BYTES = 4 * 1024;

/** A whole file, as it was when it was closed. */
export interface Snapshot {
	/** The version of its schema. */
	schema: number;
	bytes: Uint8Array;
}

/** Of a file that is closed. */
export async function readSnapshot(file: string): Promise<Snapshot> {
	if (existsSync(`${file}-wal`)) throw new Error('Not all of the file is in it: it is open');
	const bytes = await readFile(file);
	// user_version, https://sqlite.org/fileformat2.html#the_database_header
	return { schema: bytes.readUInt32BE(60), bytes };
}

/**
 * Brings a file that nobody has open to where the one was that these patchsets come from, from first to last. DAMAGED: they do
 * not follow upon it, or upon each other.
 */
export async function applyPatchsets(
	file: string,
	patchsets: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<void> {
	// The patchsets hold what foreign keys and triggers have done, too.
	const sqlite = new DatabaseSync(file, { timeout: 0, enableForeignKeyConstraints: false });
	const exec = (sql: string) => guarded(() => sqlite.exec(sql));
	try {
		// The file is of no use before it is whole.
		exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA synchronous = OFF; PRAGMA secure_delete = ON');
		const schema = guarded(() => schemaOf(sqlite));
		const triggers = triggersOf(sqlite);
		exec('BEGIN');
		for (const { name } of triggers) exec(`DROP TRIGGER "${name}"`);
		let inTurn = 0;
		for await (const patchset of patchsets) {
			const { version, changes } = openPatchset(patchset);
			// Of a table that it does not know SQLite applies nothing, and says nothing.
			const fits = version === schema && guarded(() => sqlite.applyChangeset(changes));
			if (!fits) throw doNotFit();
			inTurn += PATCHSET_BYTES + patchset.length;
			if (inTurn < SLICE_BYTES) continue;
			inTurn = 0;
			exec('COMMIT');
			await nextTurn();
			exec('BEGIN');
		}
		for (const { sql } of triggers) exec(sql);
		exec('COMMIT');
	} finally {
		sqlite.close();
	}
}

function schemaOf(sqlite: DatabaseSync): number {
	const { user_version: version } = sqlite.prepare('PRAGMA user_version').get() as {
		user_version: number;
	};
	return version;
}

function triggersOf(sqlite: DatabaseSync): { name: string; sql: string }[] {
	return sqlite.prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").all() as {
		name: string;
		sql: string;
	}[];
}

function doNotFit(): EngineError {
	return new EngineError(
		'DAMAGED',
		'The stored session is damaged: what the database has of it does not fit together.',
		'Link the number again: open the credential and press Retry. Do not put an older copy in its place: contacts could not read what is sent from it.',
	);
}
