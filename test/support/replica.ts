import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Database, Replication } from '../../engine/store/database';
import { applyPatchsets } from '../../engine/store/restore';

/** A log of what a store has written, in memory: what was appended is in it at once. */
export interface MemoryLog extends Replication {
	readonly patchsets: readonly Uint8Array[];
}

export function createMemoryLog(): MemoryLog {
	const patchsets: Uint8Array[] = [];
	return {
		patchsets,
		append: (patchset) => void patchsets.push(patchset),
		saving: () => undefined,
	};
}

/** What stands in a file: each table row by row, and what else its schema has. */
export type Contents = Record<string, unknown[]>;

export function contentsOf(db: Pick<Database, 'all'>): Contents {
	const schema = db.all<{ type: string; name: string; sql: string | null }>(
		'SELECT type, name, sql FROM sqlite_schema ORDER BY name',
	);
	const tables = schema
		.filter(({ type }) => type === 'table')
		.map(({ name }) => [name, db.all(`SELECT * FROM "${name}" ORDER BY 1, 2`).map(readable)]);
	return { ...Object.fromEntries(tables), schema: schema.map((row) => ({ ...row })) } as Contents;
}

function readable(row: Record<string, unknown>): Record<string, unknown> {
	const text = (value: unknown) =>
		ArrayBuffer.isView(value) ? Buffer.from(value as Uint8Array).toString('base64') : value;
	return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, text(value)]));
}

/** What stands in the file that is made of a snapshot and the patchsets that were written after it. */
export async function restored(
	snapshot: Uint8Array,
	patchsets: readonly Uint8Array[],
): Promise<Contents> {
	const folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-replica-'));
	try {
		const file = join(folder, 'session.db');
		writeFileSync(file, snapshot);
		await applyPatchsets(file, patchsets);
		using sqlite = new DatabaseSync(file);
		return contentsOf({ all: <T>(sql: string) => sqlite.prepare(sql).all() as T[] });
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
