import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAccount, type Account } from '../account/account';
import {
	hasWaitingMessages,
	lastSettings,
	linkedNumber,
	type LinkedNumber,
} from '../account/stored-account';
import { explainEmptyStore } from '../session/link-record';
import { countFile } from '../session/old-copy';
import { retainIdle } from '../account/retain-idle';
import { systemClock, type Clock, type Timer } from '../clock';
import { commands } from '../commands/index';
import { logOut } from '../commands/session/log-out';
import { open as openFile } from '../commands/media/open';
import { store as storeFile } from '../commands/media/store';
import { isSameNumber } from '../content/phone-number';
import { wellFormed } from '../content/well-formed';
import { createLogs, kindOf } from '../log';
import {
	COMMANDS,
	EngineError,
	outcomeUnknown,
	type AccountRef,
	type AccountSettings,
	type DroppedListener,
	type EventListener,
	type Gateway,
	type GatewayOptions,
	type Subscription,
} from '../gateway/contract';
import { DATABASE_FILE, openAccountStore, type AccountStore } from '../store/account-store';
import {
	askVersion,
	connect,
	downloadHost,
	restoreSignatureCheck,
	useEndpoint,
	useFastCryptography,
	type AskVersion,
} from '../whatsapp/index';
import { createCredentials } from './credentials';

/** A credential's id becomes a folder's name: nothing that could leave its place. */
const SAFE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** Numbers that nobody uses are looked after so often, and not before triggers had the time to come back. */
const LOOK_AFTER_EVERY_MS = 60 * 60_000;
const LOOK_AFTER_FIRST_MS = 15 * 60_000;
/** How long a number whose credential is gone may take to come online, to be logged out. */
const ONLINE_WITHIN_MS = 60_000;

/** Somebody who listens; goes on when what is stored of the account is deleted. */
interface Listening {
	id: string;
	subscribe(start?: 'resume'): void;
}

export interface HostOptions extends GatewayOptions {
	clock?: Clock;
	/** By default WhatsApp itself is asked, unless there is an endpoint: the simulator has nothing to do with it. */
	askVersion?: AskVersion;
	/** Ends the thread, where the host runs in one of its own. */
	giveUp?(): void;
}

/** The engine itself, behind the same door as from outside: all accounts of this process. */
export function createHost({
	clock = systemClock,
	giveUp = () => undefined,
	log: write = () => undefined,
	...options
}: HostOptions): Gateway {
	const logs = createLogs(write, () => clock.elapsed());
	restoreSignatureCheck();
	useFastCryptography();
	const url = useEndpoint(options.endpoint);
	const ask = options.askVersion ?? (options.endpoint ? async () => undefined : askVersion);
	const accounts = new Map<string, Account>();
	/** Those that were opened anew: what was asked of them is asked again. */
	const replaced = new WeakSet<Account>();
	/** The numbers of accounts that were not used since n8n started. */
	const unopened = new Map<string, LinkedNumber>();
	const credentials = createCredentials(options.dataDir, () => clock.now());
	const listening = new Set<Listening>();
	/** What n8n has told last of each account. */
	const told = new Map<string, AccountSettings>();
	/** Files that were found sound since this process began. */
	const sound = new Set<string>();
	/** The number that is looked after while nobody uses it. */
	let idle: { id: string; close(): void } | undefined;
	const startedAt = clock.elapsed();
	/** When each was looked after last, by `elapsed`. */
	const lookedAfter = new Map<string, number>();

	/** A damaged file is set aside: the fresh one in its place says so, as whoever caused the error may not have told it. */
	function openStore(id: string): AccountStore {
		const openDatabase = () =>
			openAccountStore(folderOf(id), id, options.encryptionKey, () => clock.now(), sound.has(id));
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

	/** For n8n, which has the credential. */
	function open({ id, settings }: AccountRef): Account {
		if (!SAFE_ID.test(id)) throw INVALID_ID;
		told.set(id, settings);
		const known = accounts.get(id);
		if (known) {
			known.configure(settings);
			return known;
		}
		const account = openWith(id, settings);
		credentials.seen(id);
		return account;
	}

	function openWith(id: string, settings: AccountSettings, opened?: AccountStore): Account {
		if (idle?.id === id) idle.close();
		const store = opened ?? openStore(id);
		try {
			const account = createAccount({
				id,
				settings,
				store,
				clock,
				log: logs.of(id),
				url,
				downloadHost: downloadHost(options.endpoint),
				connect,
				askVersion: ask,
				holderOf: (phone) => holderOf(phone, id),
				erase: () => erase(id),
				restart: () => restart(id),
				giveUp,
			});
			accounts.set(id, account);
			unopened.delete(id);
			account.start();
			return account;
		} catch (error) {
			store.close();
			throw error;
		}
	}

	const folderOf = (id: string) => join(options.dataDir, id);

	/** Those who listen go on, with an account that knows nothing. */
	function erase(id: string): void {
		logs.of(id).info('All that is stored of the account is deleted');
		accounts.get(id)?.close();
		accounts.delete(id);
		if (idle?.id === id) idle.close();
		rmSync(folderOf(id), { recursive: true, force: true });
		rmSync(countFile(folderOf(id)), { force: true });
		sound.delete(id);
		unopened.delete(id);
		for (const one of listening) if (one.id === id) one.subscribe('resume');
	}

	/** Those who listen go on, and what was under way is asked again (`request`). */
	function restart(id: string): Account {
		const account = accounts.get(id);
		const settings = account?.settings();
		if (!account || !settings) throw NOT_OPEN;
		logs.of(id).info('The account is closed and opened anew');
		replaced.add(account);
		account.close();
		accounts.delete(id);
		const fresh = openWith(id, settings);
		for (const one of listening) if (one.id === id) one.subscribe('resume');
		// Whoever waits for something sees that it is over.
		account.changes.notify();
		return fresh;
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

	function resumeOne(id: string): void {
		const store = openStore(id);
		try {
			const linked = linkedNumber(store);
			if (linked) unopened.set(id, linked);
			const settings = lastSettings(store);
			const staysConnected = linked !== undefined && settings?.stayConnected !== false;
			if (settings && (staysConnected || hasWaitingMessages(store))) openWith(id, settings, store);
			else store.close();
		} catch (error) {
			store.close();
			throw error;
		}
	}

	/** One that was not used yet is opened: should the phone not list its device any more, it learns so when it connects. */
	function holderOf(phone: string, exceptId: string): string | undefined {
		const has = (one: string | null) => one !== null && isSameNumber(one, phone);
		for (const [id, linked] of [...unopened]) {
			if (id === exceptId || !has(linked.phone)) continue;
			unopened.delete(id);
			// Its folder may have been deleted since.
			if (hasAccount(options.dataDir, id)) unlessBroken(id, () => openWith(id, linked.settings));
		}
		return [...accounts].find(
			([id, account]) => id !== exceptId && has(account.linkedPhone()),
		)?.[0];
	}

	/** Logged out at the next look where it does not come online now. */
	async function logOutMissing(id: string): Promise<void> {
		const wasOpen = accounts.has(id);
		let account = accounts.get(id);
		if (!account) {
			const store = openStore(id);
			const settings = lastSettings(store);
			if (!settings) return store.close();
			account = openWith(id, settings, store);
		}
		const missing = account;
		try {
			if (missing.state() === 'UNLINKED') return;
			await missing.changes.until(() => {
				const { state, connected } = missing.status();
				return connected || state !== 'LINKED' || undefined;
			}, ONLINE_WITHIN_MS);
			await logOut(missing);
		} finally {
			// A trigger may still listen, until n8n has noticed.
			if (!wasOpen && accounts.get(id) === missing) {
				accounts.delete(id);
				missing.close();
			}
		}
	}

	let lookingAfter: Timer = clock.after(LOOK_AFTER_FIRST_MS, () => lookAfterIdle());

	/** What is to be forgotten is forgotten also where nobody opens the account; one after another. */
	function lookAfterIdle(left = accountIds(options.dataDir)): void {
		const [id, ...others] = left;
		if (id === undefined) {
			lookingAfter = clock.after(LOOK_AFTER_EVERY_MS, () => lookAfterIdle());
			return;
		}
		const next = () => {
			idle = undefined;
			lookingAfter = clock.after(0, () => lookAfterIdle(others));
		};
		if (accounts.has(id)) return next();
		try {
			const store = openStore(id);
			const { keepContentHours = 0 } = lastSettings(store) ?? {};
			const since = lookedAfter.get(id) ?? startedAt;
			lookedAfter.set(id, clock.elapsed());
			const retaining = retainIdle({
				store,
				clock,
				log: logs.of(id),
				isLinked: linkedNumber(store) !== undefined,
				keepContentHours,
				since,
				onDone: () => idle?.close(),
			});
			idle = {
				id,
				close() {
					retaining.close();
					store.close();
					next();
				},
			};
		} catch (error) {
			// In use by another process, damaged or sealed with another key: whoever opens it is told.
			logs.of(id).debug('Nothing can be forgotten of an account', { error: kindOf(error) });
			next();
		}
	}

	function listen(
		ref: AccountRef,
		subscription: Subscription,
		listener: EventListener,
		onDropped?: DroppedListener,
	) {
		const begin = (settings: AccountSettings, start = subscription.start) =>
			open({ ...ref, settings }).events.subscribe({ ...subscription, start }, listener, onDropped);
		let handle = begin(ref.settings);
		const one: Listening = {
			id: ref.id,
			subscribe(start) {
				handle = begin(told.get(ref.id) ?? ref.settings, start);
			},
		};
		return { one, close: () => handle.close() };
	}

	return {
		async request(ref, name, input) {
			// Here all text of users comes in: it is hashed, sealed and sent as it is from here on. The table pairs each name with its own types; TypeScript cannot follow that through a union of names.
			const run = commands[name] as (account: Account, input: unknown) => unknown;
			const given = wellFormed(input);
			for (;;) {
				const account = open(ref);
				try {
					return (await run(account, given)) as never;
				} catch (error) {
					if (!replaced.has(account)) throw error;
					if (COMMANDS[name].kind === 'mutation') throw outcomeAfterRestart(error);
				}
			}
		},
		async storeMedia(ref, details, content) {
			try {
				return await storeFile(open(ref), wellFormed(details), content);
			} finally {
				content.destroy();
			}
		},
		openMedia: async (ref, media) => await openFile(open(ref), media),
		async subscribe(ref, subscription, listener, onDropped) {
			const { one, close } = listen(ref, subscription, listener, onDropped);
			listening.add(one);
			return {
				close: async () => {
					listening.delete(one);
					close();
				},
			};
		},
		async resume() {
			for (const id of accountIds(options.dataDir)) {
				if (!accounts.has(id) && !credentials.isMissing(id)) {
					unlessBroken(id, () => resumeOne(id));
				}
			}
		},
		async compareCredentials(list) {
			const { toLogOut, toWipe } = credentials.compare(list, accountIds(options.dataDir));
			for (const id of toWipe) {
				erase(id);
				credentials.wiped(id);
			}
			for (const id of toLogOut) {
				logs.of(id).info('The credential is gone: the number is logged out');
				logOutMissing(id).catch((error: unknown) =>
					logs.of(id).warn('The number of a deleted credential could not be logged out yet', {
						error: kindOf(error),
					}),
				);
			}
		},
		async close() {
			lookingAfter.cancel();
			idle?.close();
			lookingAfter.cancel();
			for (const account of accounts.values()) account.close();
			accounts.clear();
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

/** Other words are about the command itself, so nothing was done. */
function outcomeAfterRestart(error: unknown): EngineError {
	const isAboutCommand = error instanceof EngineError && error.code !== 'STORE_FAILED';
	return isAboutCommand ? error : outcomeUnknown('The number was restarted meanwhile.');
}

const NOT_OPEN = new EngineError(
	'INTERNAL',
	'The number is not in use any more, so there is nothing to restart.',
	'Run the node again.',
	true,
);

const INVALID_ID = new EngineError(
	'INVALID_SETTING',
	'The credential has no usable id.',
	'Save the credential once, then try again.',
);
