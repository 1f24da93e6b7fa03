import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Gateway } from '../../engine/gateway/contract';
import { createAccounts } from '../../engine/host/accounts';
import type { HostOptions } from '../../engine/host/host';
import { createLogs } from '../../engine/log';
import { systemClock } from '../../engine/clock';
import {
	DATABASE_FILE,
	openAccountStore,
	type AccountStoreOptions,
} from '../../engine/store/account-store';
import { applyPatchsets, readSnapshot } from '../../engine/store/restore';
import {
	contentsOfFile,
	createMemoryFiles,
	createMemoryLog,
	restored,
	type MemoryFiles,
	type MemoryLog,
} from '../support/replica';

/** An account as it is kept where processes share no disk, and the file that it is worked with. */
interface Kept {
	snapshot: Uint8Array;
	log: MemoryLog;
	files: MemoryFiles;
	folder: string;
}

/** Engines that go on from logs alone: each opens its accounts in folders that were empty. */
export interface ReplicatedHosts {
	open(options: HostOptions): Promise<Gateway>;
	/** The log of an account that was opened. */
	logOf(accountId: string): MemoryLog;
	filesOf(accountId: string): MemoryFiles;
	/** What the log has of an account, and what stands in its file, which is closed. */
	both(accountId: string): Promise<{ copy: object; original: object }>;
}

export function createReplicatedHosts(): ReplicatedHosts {
	const accounts = new Map<string, Kept>();

	function kept(id: string): Kept {
		const one = accounts.get(id);
		if (!one) throw new Error(`Nothing is kept of ${id}`);
		return one;
	}

	async function takeOver(dataDir: string, id: string): Promise<void> {
		const { snapshot, log, files } = kept(id);
		const folder = mkdtempSync(join(dataDir, id));
		const file = join(folder, DATABASE_FILE);
		writeFileSync(file, snapshot);
		await applyPatchsets(file, log.patchsets);
		const { bytes } = await readSnapshot(file);
		accounts.set(id, { snapshot: bytes, log: createMemoryLog(), files, folder });
	}

	return {
		async open({ dataDir, encryptionKey, clock = systemClock, ...options }) {
			for (const id of [...accounts.keys()]) await takeOver(dataDir, id);
			const openStore = (folder: string, id: string, options?: AccountStoreOptions) =>
				openAccountStore(folder, id, encryptionKey, () => clock.now(), options);

			function found(id: string): Kept {
				const folder = join(dataDir, id);
				mkdirSync(folder);
				openStore(folder, id).close();
				const snapshot = readFileSync(join(folder, DATABASE_FILE));
				const log = createMemoryLog();
				const founded = { snapshot, log, files: createMemoryFiles(), folder };
				accounts.set(id, founded);
				return founded;
			}

			const opened = createAccounts({
				stores: {
					open(id) {
						const { folder, log, files } = accounts.get(id) ?? found(id);
						return openStore(folder, id, { replication: log, files });
					},
					erase: (id) => void accounts.delete(id),
				},
				clock,
				logs: createLogs(options.log ?? (() => undefined), () => clock.elapsed()),
				endpoint: options.endpoint,
				holderOf: (phone, exceptId) => opened.holderOf(phone, exceptId),
				resumeExecution: async () => 'unknown',
				giveUp: () => undefined,
			});
			return {
				...opened,
				resume: async () => undefined,
				compareCredentials: async () => undefined,
				close: async () => opened.close(),
			};
		},
		logOf: (id) => kept(id).log,
		filesOf: (id) => kept(id).files,
		async both(id) {
			const { snapshot, log, folder } = kept(id);
			await log.saving();
			// Of these a copy knows no row that came and went within one transaction.
			const { sqlite_sequence: _, ...copy } = await restored(snapshot, log.patchsets);
			const { sqlite_sequence: __, ...original } = contentsOfFile(join(folder, DATABASE_FILE));
			return { copy, original };
		},
	};
}
