import { createAccount, type Account } from '../account/account';
import {
	hasQuestions,
	hasWaitingMessages,
	lastSettings,
	linkedNumber,
} from '../account/stored-account';
import type { LinkedNumber } from '../account/stored-account';
import type { Clock } from '../clock';
import { commands } from '../commands/index';
import { open as openFile } from '../commands/media/open';
import { store as storeFile } from '../commands/media/store';
import { logOut } from '../commands/session/log-out';
import { settled } from '../commands/session/settled';
import { isSameNumber } from '../content/phone-number';
import { wellFormed } from '../content/well-formed';
import {
	COMMANDS,
	EngineError,
	outcomeUnknown,
	type AccountRef,
	type AccountSettings,
	type CommandName,
	type DroppedListener,
	type Endpoint,
	type EventListener,
	type Gateway,
	type ResumeExecution,
	type Subscription,
} from '../gateway/contract';
import { kindOf, type Logs } from '../log';
import { createDialTurns } from '../session/dial-turns';
import type { AccountStore } from '../store/account-store';
import {
	askVersion,
	connect,
	downloadHost,
	restoreSignatureCheck,
	useEndpoint,
	useFastCryptography,
	type AskVersion,
} from '../whatsapp/index';

/** A credential's id becomes a folder's name: nothing that could leave its place. */
export const SAFE_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** How long a number whose credential is gone may take to come online, to be logged out. */
const ONLINE_WITHIN_MS = 60_000;

/** It is to be known then which numbers are linked already. */
export const LINKING: ReadonlySet<CommandName> = new Set([
	'session.linkByCode',
	'session.linkByQr',
]);

/** Where accounts are kept. */
export interface Stores {
	open(id: string): AccountStore;
	/** Deletes all that is stored of an account, which is closed. */
	erase(id: string): void;
}

export interface AccountsOptions {
	stores: Stores;
	clock: Clock;
	logs: Logs;
	endpoint?: Endpoint | undefined;
	/** By default WhatsApp itself is asked, unless there is an endpoint: the simulator has nothing to do with it. */
	askVersion?: AskVersion | undefined;
	/** The other account that a number is linked to, if one is. */
	holderOf(phone: string, exceptId: string): string | undefined;
	/** Tells n8n that an execution is to go on. */
	resumeExecution: ResumeExecution;
	/** n8n has opened it: its credential is there. */
	onUsed?(id: string): void;
	/** Ends the thread, where it is the engine's own. */
	giveUp(): void;
}

/** The open accounts of this process, wherever they are kept, and what n8n does with one. */
export interface Accounts
	extends Pick<Gateway, 'request' | 'storeMedia' | 'openMedia' | 'subscribe'> {
	get(id: string): Account | undefined;
	/**
	 * Opens one as n8n had it last, where it is to stay connected, has messages waiting, or somebody listens to it. Returns
	 * the number that it is linked to.
	 */
	resume(id: string): LinkedNumber | undefined;
	/** Whether an open one is to be open also where nobody uses it: as `resume` has it, and while it is being linked. */
	isNeeded(id: string): boolean;
	/** Whether somebody has a code on the screen, or the phone has taken it just now. */
	isBeingLinked(id: string): boolean;
	/** Opens it as n8n had it last; for whoever wants to know what becomes of it. */
	open(id: string, settings: AccountSettings): void;
	/** The other open account that a number is linked to. */
	holderOf(phone: string, exceptId: string): string | undefined;
	/** Closes one that goes on elsewhere. Who listens to it goes on when it is resumed. */
	release(id: string): void;
	/** Closes it, and deletes all that is stored of it. Those who listen go on, with an account that knows nothing. */
	erase(id: string): void;
	/** In the background; at the next look where it does not come online now. */
	logOutMissing(id: string): void;
	close(): void;
}

/** Somebody who listens; goes on when an account is opened anew. */
interface Listening {
	id: string;
	subscribe(start?: 'resume'): void;
}

export function createAccounts({ stores, clock, logs, ...options }: AccountsOptions): Accounts {
	restoreSignatureCheck();
	useFastCryptography();
	const url = useEndpoint(options.endpoint);
	const ask = options.askVersion ?? (options.endpoint ? async () => undefined : askVersion);
	const nextDialTurn = createDialTurns(clock);
	const accounts = new Map<string, Account>();
	/** Those that were opened anew: what was asked of them is asked again. */
	const replaced = new WeakSet<Account>();
	const listening = new Set<Listening>();
	/** What n8n has told last of each account. */
	const told = new Map<string, AccountSettings>();

	/** For n8n, which has the credential. */
	function openFor({ id, settings }: AccountRef): Account {
		if (!SAFE_ID.test(id)) throw INVALID_ID;
		told.set(id, settings);
		const known = accounts.get(id);
		if (known) {
			known.configure(settings);
			return known;
		}
		const account = openWith(id, settings);
		options.onUsed?.(id);
		return account;
	}

	function openWith(
		id: string,
		settings: AccountSettings,
		store: AccountStore = stores.open(id),
	): Account {
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
				nextDialTurn,
				askVersion: ask,
				holderOf: (phone) => options.holderOf(phone, id),
				erase: () => erase(id),
				restart: () => restart(id),
				resumeExecution: options.resumeExecution,
				giveUp: options.giveUp,
			});
			accounts.set(id, account);
			account.start();
			return account;
		} catch (error) {
			store.close();
			throw error;
		}
	}

	function release(id: string): Account | undefined {
		const account = accounts.get(id);
		account?.close();
		accounts.delete(id);
		return account;
	}

	const isBeingLinked = (id: string) =>
		['WAITING', 'LINKING'].includes(accounts.get(id)?.state() ?? '');

	const hasListener = (id: string) => [...listening].some((one) => one.id === id);

	function goOn(id: string): void {
		for (const one of listening) if (one.id === id) one.subscribe('resume');
	}

	function erase(id: string): void {
		logs.of(id).info('All that is stored of the account is deleted');
		release(id);
		stores.erase(id);
		goOn(id);
	}

	/** Those who listen go on, and what was under way is asked again (`request`). */
	function restart(id: string): Account {
		const account = accounts.get(id);
		const settings = account?.settings();
		if (!account || !settings) throw NOT_OPEN;
		logs.of(id).info('The account is closed and opened anew');
		replaced.add(account);
		release(id);
		const fresh = openWith(id, settings);
		goOn(id);
		// Whoever waits for something sees that it is over.
		account.changes.notify();
		return fresh;
	}

	function resume(id: string): LinkedNumber | undefined {
		const store = stores.open(id);
		try {
			const linked = linkedNumber(store);
			const settings = told.get(id) ?? lastSettings(store);
			const staysConnected = linked !== undefined && settings?.stayConnected !== false;
			const isNeeded =
				staysConnected || hasWaitingMessages(store) || hasQuestions(store) || hasListener(id);
			if (!settings || !isNeeded) {
				store.close();
				return linked;
			}
			openWith(id, settings, store);
			goOn(id);
			return linked;
		} catch (error) {
			store.close();
			throw error;
		}
	}

	async function logOutMissing(id: string): Promise<void> {
		const wasOpen = accounts.has(id);
		let account = accounts.get(id);
		if (!account) {
			const store = stores.open(id);
			const settings = lastSettings(store);
			if (!settings) return store.close();
			account = openWith(id, settings, store);
		}
		const missing = account;
		try {
			if (missing.state() === 'UNLINKED') return;
			await settled(missing, ONLINE_WITHIN_MS);
			await logOut(missing);
		} finally {
			// A trigger may still listen, until n8n has noticed.
			if (!wasOpen && accounts.get(id) === missing) release(id);
		}
	}

	function listen(
		ref: AccountRef,
		subscription: Subscription,
		listener: EventListener,
		onDropped?: DroppedListener,
	) {
		const begin = (settings: AccountSettings, start = subscription.start) =>
			openFor({ ...ref, settings }).events.subscribe(
				{ ...subscription, start },
				listener,
				onDropped,
			);
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
				const account = openFor(ref);
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
				return await storeFile(openFor(ref), wellFormed(details), content);
			} finally {
				content.destroy();
			}
		},
		openMedia: async (ref, media) => await openFile(openFor(ref), media),
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
		get: (id) => accounts.get(id),
		resume,
		isNeeded(id) {
			const account = accounts.get(id);
			if (!account) return false;
			const staysConnected =
				account.linkedPhone() !== null && account.settings().stayConnected !== false;
			const isInUse =
				isBeingLinked(id) ||
				!account.ledger.isEmpty() ||
				account.questions.areThere() ||
				hasListener(id);
			return staysConnected || isInUse;
		},
		isBeingLinked,
		open: (id, settings) => void openWith(id, settings),
		holderOf: (phone, exceptId) =>
			[...accounts].find(([id, account]) => {
				const linked = account.linkedPhone();
				return id !== exceptId && linked !== null && isSameNumber(linked, phone);
			})?.[0],
		release(id) {
			release(id)?.changes.notify();
		},
		erase,
		logOutMissing(id) {
			logs.of(id).info('The credential is gone: the number is logged out');
			logOutMissing(id).catch((error: unknown) =>
				logs.of(id).warn('The number of a deleted credential could not be logged out yet', {
					error: kindOf(error),
				}),
			);
		},
		close() {
			for (const id of [...accounts.keys()]) release(id);
		},
	};
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
