import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { DatabaseSync } from 'node:sqlite';
import { EngineError } from '../../engine/gateway/contract';
import type { Database, Replication } from '../../engine/store/database';
import type { FileStore } from '../../engine/store/file-store';
import { applyPatchsets } from '../../engine/store/restore';

/** A log of what a store has written, in memory: what was appended is in it at the end of the turn, or when a test lets it in. */
export interface MemoryLog extends Replication {
	/** What is in it. */
	readonly patchsets: readonly Uint8Array[];
	/** From here on all that is appended waits. */
	hold(): void;
	/** Resolves when something waits that was appended. */
	untilHeld(): Promise<void>;
	letIn(): void;
	/** What waits will never be in it, nor anything that is appended later. */
	fence(): void;
}

export function createMemoryLog(): MemoryLog {
	const patchsets: Uint8Array[] = [];
	let waiting: Waiting | undefined;
	let isHeld = false;
	let isFenced = false;
	const held = new EventEmitter();

	function letIn(): void {
		isHeld = false;
		patchsets.push(...(waiting?.patchsets ?? []));
		waiting?.resolve();
		waiting = undefined;
	}

	function begin(): Waiting {
		const begun = createWaiting();
		if (isFenced) begun.reject(FENCED);
		else setImmediate(() => isHeld || isFenced || letIn());
		return begun;
	}

	return {
		patchsets,
		append(patchset) {
			waiting ??= begin();
			waiting.patchsets.push(patchset);
			if (isHeld) held.emit('held');
		},
		saving: () => waiting?.saved,
		hold() {
			isHeld = true;
		},
		async untilHeld() {
			if (!isHeld || !waiting) await once(held, 'held');
		},
		letIn,
		fence() {
			isFenced = true;
			waiting ??= begin();
			waiting.reject(FENCED);
		},
	};
}

/** Patchsets that are not in the log yet. */
interface Waiting {
	patchsets: Uint8Array[];
	saved: Promise<void>;
	resolve(): void;
	reject(error: Error): void;
}

function createWaiting(): Waiting {
	const waiting = { patchsets: [] } as unknown as Waiting;
	waiting.saved = new Promise((resolve, reject) => Object.assign(waiting, { resolve, reject }));
	// Nobody has to wait for it.
	waiting.saved.catch(() => undefined);
	return waiting;
}

const FENCED = new EngineError('STORE_FAILED', 'Another process has the number.', 'Wait.', true);

/** Files in memory. */
export interface MemoryFiles extends FileStore {
	readonly stored: ReadonlyMap<string, Buffer>;
	/** Resolves when nothing is left. */
	untilEmpty(): Promise<void>;
}

export function createMemoryFiles(): MemoryFiles {
	const stored = new Map<string, Buffer>();
	const removals = new EventEmitter();
	return {
		stored,
		write: async (id, content) => void stored.set(id, await buffer(content)),
		async *read(id) {
			const file = stored.get(id);
			if (!file) throw new EngineError('DAMAGED', 'The file is not there.', 'Send it again.');
			yield file;
		},
		async remove(id) {
			stored.delete(id);
			removals.emit('removed');
		},
		ids: async () => [...stored.keys()],
		async untilEmpty() {
			while (stored.size > 0) await once(removals, 'removed');
		},
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

export function contentsOfFile(file: string): Contents {
	using sqlite = new DatabaseSync(file);
	return contentsOf({ all: <T>(sql: string) => sqlite.prepare(sql).all() as T[] });
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
		return contentsOfFile(file);
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
