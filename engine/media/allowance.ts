import { statfs } from 'node:fs/promises';
import { EngineError } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { sizeOf } from './intake';

const DAY = 24 * 60 * 60_000;
const GIGABYTE = 1024 ** 3;
export const DEFAULT_GIGABYTES_A_DAY = 10;
/** So much of the disk stays free: n8n, its database and what waits to be sent need it more than files of others do. */
const FREE_BYTES = 500 * 1024 * 1024;

/** In the settings of the store. */
const DOWNLOADED = 'downloaded';

interface Downloaded {
	/** Days since 1970 UTC. */
	day: number;
	bytes: number;
}

export interface AllowanceOptions {
	store: Pick<AccountStore, 'db' | 'settings' | 'folder'>;
	now: () => number;
	gigabytesADay: () => number;
	/** What is free on the disk of a folder; undefined where the system does not tell. */
	freeBytes?: (folder: string) => Promise<number | undefined>;
}

/** How much may be downloaded: strangers send files, and n8n keeps each of them. */
export interface Allowance {
	/** Error: STORE_FAILED when so many bytes more would be too many. */
	check(bytes: number): Promise<void>;
	/** Counts what was handed over. */
	spend(bytes: number): void;
	/** Writes down what was counted. */
	save(): void;
}

export function createAllowance(options: AllowanceOptions): Allowance {
	const { store, now, gigabytesADay, freeBytes = freeOnDisk } = options;
	const { db, settings, folder } = store;
	const today = () => Math.floor(now() / DAY);
	let downloaded = settings.get<Downloaded>(DOWNLOADED) ?? { day: today(), bytes: 0 };

	function ofToday(): Downloaded {
		if (downloaded.day !== today()) downloaded = { day: today(), bytes: 0 };
		return downloaded;
	}

	return {
		async check(bytes) {
			const limit = gigabytesADay() * GIGABYTE;
			if (ofToday().bytes + bytes >= limit) throw usedUp(limit);
			const free = await freeBytes(folder);
			if (free !== undefined && free - bytes < FREE_BYTES) throw diskTooFull(free);
		},
		spend(bytes) {
			ofToday().bytes += bytes;
		},
		save() {
			const { day, bytes } = ofToday();
			try {
				db.lazily(() => settings.set(DOWNLOADED, { day, bytes }));
			} catch {
				// A full disk: the count goes on in memory, and is written the next time.
			}
		},
	};
}

async function freeOnDisk(folder: string): Promise<number | undefined> {
	try {
		const { bavail, bsize } = await statfs(folder);
		return bavail * bsize;
	} catch {
		// Not every file system tells.
		return undefined;
	}
}

function usedUp(limit: number): EngineError {
	return new EngineError(
		'STORE_FAILED',
		`The number has downloaded ${sizeOf(limit)} of files today, or would with this one: that is the limit of a day.`,
		'Get the file with Message > Download Media after midnight UTC, or raise Download at Most in the WhatsApp Linked API credential.',
	);
}

function diskTooFull(free: number): EngineError {
	return new EngineError(
		'STORE_FAILED',
		`The file is not downloaded: the disk of n8n has only ${sizeOf(free)} left.`,
		`Free some space, so that ${sizeOf(FREE_BYTES)} are left with the file, then get it with Message > Download Media.`,
	);
}
