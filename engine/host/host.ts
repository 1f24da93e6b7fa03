import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createAccount, waitingSettings, type Account } from '../account/account';
import { explainEmptyStore } from '../account/link-record';
import { systemClock, type Clock } from '../clock';
import { commands } from '../commands/index';
import { open as openFile } from '../commands/media/open';
import { store as storeFile } from '../commands/media/store';
import {
	EngineError,
	type AccountRef,
	type Gateway,
	type GatewayOptions,
} from '../gateway/contract';
import { DATABASE_FILE, openAccountStore, type AccountStore } from '../store/account-store';
import {
	askVersion,
	connect,
	restoreSignatureCheck,
	useEndpoint,
	useFastCryptography,
	type AskVersion,
} from '../whatsapp/index';

/** A credential's id becomes a folder's name: nothing that could leave its place. */
const SAFE_ID = /^[A-Za-z0-9_-]{1,64}$/;

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
	...options
}: HostOptions): Gateway {
	restoreSignatureCheck();
	useFastCryptography();
	const url = useEndpoint(options.endpoint);
	const ask = options.askVersion ?? (options.endpoint ? async () => undefined : askVersion);
	const accounts = new Map<string, Account>();

	/** A damaged file is set aside: the fresh one in its place says so, as whoever caused the error may not have told it. */
	function openStore(id: string): AccountStore {
		const openDatabase = () =>
			openAccountStore(join(options.dataDir, id), id, options.encryptionKey, () => clock.now());
		try {
			return openDatabase();
		} catch (error) {
			if (error instanceof EngineError && error.code === 'DAMAGED') {
				const fresh = openDatabase();
				explainEmptyStore(fresh.settings, error);
				fresh.close();
			}
			throw error;
		}
	}

	function open({ id, settings }: AccountRef): Account {
		const known = accounts.get(id);
		if (known) {
			known.configure(settings);
			return known;
		}
		if (!SAFE_ID.test(id)) throw INVALID_ID;
		const store = openStore(id);
		try {
			const account = createAccount({
				id,
				settings,
				store,
				clock,
				url,
				connect,
				askVersion: ask,
				giveUp,
			});
			accounts.set(id, account);
			account.start();
			return account;
		} catch (error) {
			store.close();
			throw error;
		}
	}

	/** Errors are told to whoever uses the account next. */
	function resumeOne(id: string): void {
		try {
			const store = openStore(id);
			const settings = waitingSettings(store);
			store.close();
			if (settings) open({ id, settings });
		} catch (error) {
			if (!(error instanceof EngineError)) throw error;
		}
	}

	return {
		async request(ref, name, input) {
			// The table pairs each name with its own types; TypeScript cannot follow that through a union of names.
			const run = commands[name] as (account: Account, input: unknown) => unknown;
			return (await run(open(ref), input)) as never;
		},
		async storeMedia(ref, details, content) {
			try {
				return await storeFile(open(ref), details, content);
			} finally {
				content.destroy();
			}
		},
		openMedia: async (ref, media) => await openFile(open(ref), media),
		async subscribe(ref, subscription, listener) {
			const handle = open(ref).events.subscribe(subscription, listener);
			return { close: async () => handle.close() };
		},
		async resume() {
			for (const id of accountIds(options.dataDir)) {
				if (!accounts.has(id)) resumeOne(id);
			}
		},
		async close() {
			for (const account of accounts.values()) account.close();
			accounts.clear();
		},
	};
}

function accountIds(dataDir: string): string[] {
	if (!existsSync(dataDir)) return [];
	return readdirSync(dataDir).filter(
		(name) => SAFE_ID.test(name) && existsSync(join(dataDir, name, DATABASE_FILE)),
	);
}

const INVALID_ID = new EngineError(
	'INVALID_SETTING',
	'The credential has no usable id.',
	'Save the credential once, then try again.',
);
