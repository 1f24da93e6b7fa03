import { existsSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SAFE_ID } from '../host/accounts';
import { DATABASE_FILE } from '../store/account-store';

/*
 * Accounts that were kept in the data folder move into Postgres when they are held for the first time. The folder keeps what it
 * has under another name: its keys go on in Postgres, and must not be used a second time.
 */

/** In a folder whose account is being moved: whether Postgres has it already shows there. */
const MARK = 'moving-to-postgres';

export const isKept = (folder: string): boolean => existsSync(join(folder, DATABASE_FILE));

/** The accounts that are still in the data folder. */
export function keptIn(dataDir: string): string[] {
	if (!existsSync(dataDir)) return [];
	return readdirSync(dataDir).filter((name) => SAFE_ID.test(name) && isKept(join(dataDir, name)));
}

/** Before Postgres gets anything of it. */
export function beginMove(folder: string): void {
	writeFileSync(join(folder, MARK), '', { mode: 0o600, flush: true });
}

/** Postgres has the account. One that was linked anew in the folder since stays there, and is not used. */
export function endMove(folder: string, now: number): void {
	if (!existsSync(join(folder, MARK))) return;
	const aside = `${folder}.moved-to-postgres`;
	const time = new Date(now).toISOString().replace(/[:.]/g, '-');
	renameSync(folder, existsSync(aside) ? `${aside}-${time}` : aside);
}
