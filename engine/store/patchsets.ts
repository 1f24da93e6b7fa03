import type { DatabaseSync } from 'node:sqlite';
import { MIGRATIONS } from './migrations';

/**
 * What transactions change, as bytes that bring another copy of the file to the same state: the version of the schema
 * (2 bytes, big-endian), then a patchset of SQLite's session extension (https://sqlite.org/sessionintro.html).
 *
 * SQLite captures rows of tables with a primary key alone, and no change of the schema. Nor does it capture a number of
 * AUTOINCREMENT that was given and taken back within one transaction: a copy gives it again, and nobody has seen it.
 */

const VERSION_BYTES = 2;

/** Tells, before a commit, what has changed since the last one; undefined when nothing has. */
export function recordPatchsets(sqlite: DatabaseSync): () => Uint8Array | undefined {
	let session = sqlite.createSession();
	return () => {
		// It compares the rows that were touched with what they were, so what was rolled back is not in it.
		const changes = session.patchset();
		if (changes.length === 0) return undefined;
		session.close();
		session = sqlite.createSession();
		const patchset = Buffer.allocUnsafe(VERSION_BYTES + changes.length);
		patchset.writeUInt16BE(MIGRATIONS.length);
		patchset.set(changes, VERSION_BYTES);
		return patchset;
	};
}

/** The version of the schema, and what SQLite applies to a file of that version. */
export function openPatchset(patchset: Uint8Array): { version: number; changes: Uint8Array } {
	const { buffer, byteOffset, byteLength } = patchset;
	return {
		version: new DataView(buffer, byteOffset, byteLength).getUint16(0),
		changes: patchset.subarray(VERSION_BYTES),
	};
}
