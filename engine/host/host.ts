import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LinkedNumber } from '../account/stored-account';
import { systemClock, type Clock } from '../clock';
import { isSameNumber } from '../content/phone-number';
import { EngineError, type Gateway, type GatewayOptions } from '../gateway/contract';
import { createLogs, kindOf } from '../log';
import { explainEmptyStore } from '../session/link-record';
import { countFile } from '../session/old-copy';
import { DATABASE_FILE, openAccountStore, type AccountStore } from '../store/account-store';
import { createResumeExecution } from '../transport/resume-execution';
import { createAccounts, LINKING, SAFE_ID, type AccountsOptions } from './accounts';
import { createCredentials } from './credentials';
import { createIdleAccounts } from './idle-accounts';

export interface HostOptions extends GatewayOptions, Pick<AccountsOptions, 'askVersion'> {
	clock?: Clock;
	/** Ends the thread, where the host runs in one of its own. */
	giveUp?(): void;
}

/** The engine itself, behind the same door as from outside: the accounts that are kept in folders of this process. */
export function createHost({
	clock = systemClock,
	giveUp = () => undefined,
	log: write = () => undefined,
	dataDir,
	encryptionKey,
	...options
}: HostOptions): Gateway {
	const logs = createLogs(write, () => clock.elapsed());
	const credentials = createCredentials(dataDir, () => clock.now());
	/** The numbers of accounts that were not used since n8n started. */
	const unopened = new Map<string, LinkedNumber>();
	/** Files that were found sound since this process began. */
	const sound = new Set<string>();
	let resuming: Promise<void> | undefined;
	let closed = false;
	const accounts = createAccounts({
		...options,
		stores: { open, erase },
		clock,
		logs,
		giveUp,
		resumeExecution: createResumeExecution(options.webServer),
		holderOf,
		onUsed: credentials.seen,
	});
	const idle = createIdleAccounts({
		clock,
		logs,
		ids: () => accountIds(dataDir),
		isOpen: (id) => accounts.get(id) !== undefined,
		openStore,
	});

	function open(id: string): AccountStore {
		idle.leave(id);
		return openStore(id);
	}

	/** A damaged file is set aside: the fresh one in its place says so, as whoever caused the error may not have told it. */
	function openStore(id: string): AccountStore {
		const openDatabase = () =>
			openAccountStore(folderOf(id), id, encryptionKey, () => clock.now(), {
				isChecked: sound.has(id),
			});
		try {
			const store = openDatabase();
			sound.add(id);
			return store;
		} catch (error) {
			if (error instanceof EngineError && error.code === 'DAMAGED') {
				logs
					.of(id)
					.error('What was stored is damaged: it is set aside, and the number is unlinked');
				const fresh = openDatabase();
				explainEmptyStore(fresh.settings, error);
				fresh.close();
			}
			throw error;
		}
	}

	function folderOf(id: string): string {
		return join(dataDir, id);
	}

	function erase(id: string): void {
		idle.leave(id);
		rmSync(folderOf(id), { recursive: true, force: true });
		rmSync(countFile(folderOf(id)), { force: true });
		sound.delete(id);
		unopened.delete(id);
	}

	/** One that was not used yet is opened: should the phone not list its device any more, it learns so when it connects. */
	function holderOf(phone: string, exceptId: string): string | undefined {
		for (const [id, linked] of [...unopened]) {
			if (id === exceptId || !isSameNumber(linked.phone, phone)) continue;
			unopened.delete(id);
			// Its folder may have been deleted since.
			if (accounts.get(id) || !hasAccount(dataDir, id)) continue;
			unlessBroken(id, () => accounts.open(id, linked.settings));
		}
		return accounts.holderOf(phone, exceptId);
	}

	/** Errors are told to whoever uses the account next. */
	function unlessBroken(id: string, work: () => unknown): void {
		try {
			work();
		} catch (error) {
			if (!(error instanceof EngineError)) throw error;
			logs.of(id).warn('The account cannot be opened', { error: kindOf(error) });
		}
	}

	/** One in each turn of the event loop: a thousand take seconds, in which those that are open go on. */
	async function resumeAll(): Promise<void> {
		for (const id of accountIds(dataDir)) {
			await nextTurn();
			// It may have been erased meanwhile.
			if (closed || !hasAccount(dataDir, id)) continue;
			if (accounts.get(id) || credentials.isMissing(id)) continue;
			unlessBroken(id, () => {
				const linked = accounts.resume(id);
				if (linked && !accounts.get(id)) unopened.set(id, linked);
			});
		}
	}

	return {
		async request(ref, name, input) {
			if (LINKING.has(name)) await resuming?.catch(() => undefined);
			return await accounts.request(ref, name, input);
		},
		storeMedia: accounts.storeMedia,
		openMedia: accounts.openMedia,
		subscribe: accounts.subscribe,
		resume: async () => await (resuming = resumeAll()),
		async compareCredentials(list) {
			const { toLogOut, toWipe } = credentials.compare(list, accountIds(dataDir));
			for (const id of toWipe) {
				accounts.erase(id);
				credentials.wiped(id);
			}
			for (const id of toLogOut) accounts.logOutMissing(id);
		},
		async close() {
			closed = true;
			idle.close();
			accounts.close();
		},
	};
}

function accountIds(dataDir: string): string[] {
	if (!existsSync(dataDir)) return [];
	return readdirSync(dataDir).filter((name) => SAFE_ID.test(name) && hasAccount(dataDir, name));
}

function hasAccount(dataDir: string, id: string): boolean {
	return existsSync(join(dataDir, id, DATABASE_FILE));
}
