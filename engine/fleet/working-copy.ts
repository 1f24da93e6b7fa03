import { cpSync, createReadStream, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../gateway/contract';
import { SPOOL } from '../media/index';
import { explainEmptyStore } from '../session/link-record';
import { DATABASE_FILE, openAccountStore } from '../store/account-store';
import { MIGRATIONS } from '../store/migrations';
import { restoreFile, type Claim, type Files, type Snapshots } from '../store/postgres/index';
import { readSnapshot } from '../store/restore';
import { beginMove, endMove, isKept } from './moving-in';

/*
 * The file that an account is used in while a process holds it. It is made anew from what Postgres has each time that the
 * account is taken, and deleted when it is given up: what counts is in Postgres.
 */

/** In it, each process has a folder of its own, with one for each account. */
export const copiesIn = (dataDir: string): string => join(dataDir, 'working-copies');

/** The version of a file that this code opens. */
export const SCHEMA = MIGRATIONS.length;

export interface WorkingCopyOptions {
	claim: Claim;
	/** Where it is made; what is there is deleted. */
	folder: string;
	/** What was kept in a folder before numbers were kept in Postgres, if there is anything. */
	keptBefore: string;
	encryptionKey: string;
	now(): number;
	snapshots: Snapshots;
	files: Files;
}

/**
 * Of the newest schema, as Postgres has it when this resolves; empty where that is only a part of what it was, and then the
 * file says so. Returns where it came from. Errors: STORE_FAILED, WRONG_KEY, IN_USE (the folder, by a process from before).
 */
export async function makeWorkingCopy(
	options: WorkingCopyOptions,
): Promise<'postgres' | 'folder' | 'nowhere' | 'damaged'> {
	const { claim, folder, keptBefore, encryptionKey, now, snapshots, files } = options;
	const file = join(folder, DATABASE_FILE);
	const open = (where: string) => openAccountStore(where, claim.account, encryptionKey, now);
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true, mode: 0o700 });
	const stored = await restoreFile(snapshots, claim, file).catch(ifDamaged);
	const isDamaged = stored instanceof EngineError;
	const wasKept = isKept(keptBefore);
	if (!stored && wasKept) {
		// Where another process uses it, that fails. And then all of it is in the file.
		open(keptBefore).close();
		beginMove(keptBefore);
		cpSync(keptBefore, folder, { recursive: true });
		await storeSpool(join(folder, SPOOL), files);
	}
	if (isDamaged) rmSync(file, { force: true });
	if (isDamaged || stored?.schema !== SCHEMA) {
		const store = open(folder);
		if (isDamaged) explainEmptyStore(store.settings, stored);
		store.close();
		await writeSnapshot(snapshots, claim, claim.seq, file);
	}
	if (wasKept) endMove(keptBefore, now());
	if (isDamaged) return 'damaged';
	if (stored) return 'postgres';
	return wasKept ? 'folder' : 'nowhere';
}

function ifDamaged(error: unknown): EngineError {
	if (error instanceof EngineError && error.code === 'DAMAGED') return error;
	throw error;
}

/** An earlier try may have stored some of them. */
async function storeSpool(spool: string, files: Files): Promise<void> {
	for (const id of existsSync(spool) ? readdirSync(spool) : []) {
		await files.remove(id);
		await files.write(id, createReadStream(join(spool, id)));
	}
}

/** Those of processes that have ended without deleting them; `living` are the IDs of the others. */
export function removeLeftCopies(dataDir: string, living: readonly string[]): void {
	const copies = copiesIn(dataDir);
	for (const id of existsSync(copies) ? readdirSync(copies) : []) {
		if (!living.includes(id)) rmSync(join(copies, id), { recursive: true, force: true });
	}
}

/** The file, which is closed, takes the place of what Postgres has up to this row of the log. */
export async function writeSnapshot(
	snapshots: Snapshots,
	claim: Claim,
	seq: number,
	file: string,
): Promise<void> {
	const { schema, bytes } = await readSnapshot(file);
	await snapshots.write(claim, { seq, schema, content: [bytes] });
}
