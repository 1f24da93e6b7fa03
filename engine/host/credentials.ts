import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CredentialList } from '../gateway/contract';

const DAY = 24 * 60 * 60_000;
/** So long the data of a number is kept whose credential is gone. */
export const GRACE_MS = 7 * DAY;

/** In the folder of all accounts. */
const FILE = 'credentials.json';

/** Which credentials n8n had, and since when which are missed. */
interface Known {
	/** Of which n8n database. */
	database: string;
	newestExecution: number;
	seen: string[];
	missingSince: Record<string, number>;
}

const NOTHING: Known = { database: '', newestExecution: 0, seen: [], missingSince: {} };

/** What is to become of the accounts whose credential is gone. */
export interface Missing {
	toLogOut: string[];
	toWipe: string[];
}

/**
 * Whether the credentials of accounts are still there. Only one counts as deleted that was seen in this very database: a new
 * one has never had it, and one that was put back from a backup, whose newest execution is older than what was seen before,
 * may not have it yet.
 */
export interface Credentials {
	/** n8n has used it: it is there. */
	seen(id: string): void;
	isMissing(id: string): boolean;
	/** Compares with what n8n has now. */
	compare(list: CredentialList, accounts: readonly string[]): Missing;
	/** It has no data any more. */
	wiped(id: string): void;
}

export function createCredentials(dataDir: string, now: () => number): Credentials {
	const file = join(dataDir, FILE);
	let known = read(file);
	/** Used before n8n has told which database it has now. */
	const early = new Set<string>();
	let isCompared = false;

	function save(next: Known): void {
		known = next;
		mkdirSync(dataDir, { recursive: true, mode: 0o700 });
		writeFileSync(`${file}.new`, JSON.stringify(known), { mode: 0o600, flush: true });
		renameSync(`${file}.new`, file);
	}

	return {
		seen(id) {
			if (!isCompared) early.add(id);
			if (known.database === '' || known.seen.includes(id)) return;
			try {
				save({ ...known, seen: [...known.seen, id] });
			} catch {
				// A full disk: what was not seen is never missed.
			}
		},
		isMissing: (id) => id in known.missingSince,
		compare({ ids, database, newestExecution }, accounts) {
			const isSame = database === known.database;
			if (isSame && newestExecution < known.newestExecution) return { toLogOut: [], toWipe: [] };
			isCompared = true;
			const existing = new Set(ids);
			const seen = new Set([...(isSame ? known.seen : []), ...early]);
			for (const id of accounts) if (existing.has(id)) seen.add(id);
			early.clear();
			const missing = accounts.filter((id) => seen.has(id) && !existing.has(id));
			const since = (id: string) => (isSame ? known.missingSince[id] : undefined) ?? now();
			save({
				database,
				newestExecution,
				seen: accounts.filter((id) => seen.has(id)),
				missingSince: Object.fromEntries(missing.map((id) => [id, since(id)])),
			});
			const isOver = (id: string) => now() - since(id) >= GRACE_MS;
			return {
				toLogOut: missing.filter((id) => !isOver(id)),
				toWipe: missing.filter(isOver),
			};
		},
		wiped(id) {
			const { [id]: _, ...missingSince } = known.missingSince;
			save({ ...known, seen: known.seen.filter((other) => other !== id), missingSince });
		},
	};
}

/** What cannot be read is not known: nothing is deleted because of it. */
function read(file: string): Known {
	try {
		return { ...NOTHING, ...(JSON.parse(readFileSync(file, 'utf8')) as Partial<Known>) };
	} catch {
		// Before the first comparison there is none.
		return NOTHING;
	}
}
