import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../gateway/contract';
import { DATABASE_FILE, openAccountStore, type AccountStore } from '../store/account-store';
import type { Replication } from '../store/database';
import type { Claim, Files, LogWriter } from '../store/postgres/index';

export interface HoldingOptions {
	claim: Claim;
	/** Its working copy, of the newest schema. */
	folder: string;
	encryptionKey: string;
	now(): number;
	/** Whether the account is nobody else's. */
	isMine(): boolean;
	/** Where what is written goes. */
	writer: LogWriter;
	files: Files;
	/** Puts this file, which is closed, in the place of all that Postgres has of the account, and goes on from there. */
	replace(file: string): Promise<LogWriter>;
	/** Postgres has not taken the file: the account cannot be held any longer. */
	onBroken(): void;
}

/**
 * An account that this process holds. Nothing that was written in its working copy is told to anybody, over WhatsApp or to
 * n8n, before it is in the log in Postgres, and nothing at all when the account may be somebody else's.
 */
export interface Holding {
	readonly claim: Claim;
	readonly folder: string;
	open(): AccountStore;
	/** Resolves when all that was written is in the log; undefined when it is. Rejects with STORE_FAILED when it will never be. */
	saving(): Promise<void> | undefined;
	/** What `work` says, when all that was written by then is in the log. Rejects when the account is lost before that. */
	during<T>(work: () => Promise<T>): Promise<T>;
	/** Whether there is such work. */
	isBusy(): boolean;
	/** Nothing is left of the account, which is closed; it can be opened at once. */
	erase(): void;
	/** How many bytes were written since it was held. */
	written(): number;
	isLost(): boolean;
	/** Nothing is written any more. The account is closed before. */
	lose(): void;
}

export function createHolding(options: HoldingOptions): Holding {
	const { claim, folder, encryptionKey, now, isMine, files, onBroken } = options;
	const waiting = new Set<(error: EngineError) => void>();
	let { writer } = options;
	let store: AccountStore | undefined;
	let written = 0;
	let isLost = false;
	/** While an empty file takes the place of what Postgres has: what was written in it since. */
	let held: Uint8Array[] | undefined;
	let replacing: Promise<void> | undefined;

	const replication: Replication = {
		append(patchset) {
			written += patchset.length;
			if (held) held.push(patchset);
			else writer.append(patchset);
		},
		saving() {
			if (mayBeAnothers()) return rejected();
			if (replacing) return replacing.then(() => replication.saving());
			// A process that stood still may read that a row is in the log when another one has long had the account: what came in
			// meanwhile is read before its timers run.
			const saved = writer.saving()?.then(() => {
				if (mayBeAnothers()) throw LOST;
			});
			// Nobody has to wait for it.
			saved?.catch(() => undefined);
			return saved;
		},
	};

	function mayBeAnothers(): boolean {
		return isLost || !isMine();
	}

	function saving(): Promise<void> | undefined {
		return store ? store.db.saving() : replication.saving();
	}

	async function told<T>(work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} finally {
			await saving();
		}
	}

	/** All that was written before is in the log then, so that no row of it comes later. */
	async function replaceWith(file: string, flushed: Promise<void> | undefined): Promise<void> {
		try {
			await flushed;
			writer.close();
			writer = await options.replace(file);
			for (const patchset of held ?? []) writer.append(patchset);
			held = undefined;
			replacing = undefined;
		} catch {
			onBroken();
			throw LOST;
		} finally {
			rmSync(file, { force: true });
		}
	}

	return {
		claim,
		folder,
		open() {
			const options = { isChecked: true, replication, files };
			store = openAccountStore(folder, claim.account, encryptionKey, now, options);
			return store;
		},
		saving,
		during: (work) =>
			new Promise((resolve, reject) => {
				if (isLost) return reject(LOST);
				waiting.add(reject);
				told(work)
					.then(resolve, reject)
					.finally(() => waiting.delete(reject));
			}),
		isBusy: () => waiting.size > 0,
		erase() {
			const flushed = saving();
			store = undefined;
			rmSync(folder, { recursive: true, force: true });
			openAccountStore(folder, claim.account, encryptionKey, now).close();
			const file = `${folder}.erased`;
			copyFileSync(join(folder, DATABASE_FILE), file);
			held = [];
			replacing = replaceWith(file, flushed);
			// Nobody has to wait for it.
			replacing.catch(() => undefined);
		},
		written: () => written,
		isLost: () => isLost,
		lose() {
			isLost = true;
			writer.close();
			for (const reject of waiting) reject(LOST);
			waiting.clear();
		},
	};
}

function rejected(): Promise<never> {
	const promise = Promise.reject(LOST);
	// Nobody has to wait for it.
	promise.catch(() => undefined);
	return promise;
}

/** Another process may have it by now. */
export const LOST = new EngineError(
	'STORE_FAILED',
	'This process of n8n does not hold the WhatsApp number any more.',
	'Run the node again.',
	true,
);
