import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
	createAccount,
	linkedNumber,
	waitingSettings,
	type Account,
	type LinkedNumber,
} from '../account/account';
import { explainEmptyStore } from '../account/link-record';
import { systemClock, type Clock } from '../clock';
import { commands } from '../commands/index';
import { open as openFile } from '../commands/media/open';
import { store as storeFile } from '../commands/media/store';
import { isSameNumber } from '../content/phone-number';
import { wellFormed } from '../content/well-formed';
import {
	EngineError,
	type AccountRef,
	type AccountSettings,
	type Gateway,
	type GatewayOptions,
} from '../gateway/contract';
import { DATABASE_FILE, openAccountStore, type AccountStore } from '../store/account-store';
import {
	askVersion,
	connect,
	downloadHost,
	restoreSignatureCheck,
	useEndpoint,
	useFastSignatures,
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
	useFastSignatures();
	const url = useEndpoint(options.endpoint);
	const ask = options.askVersion ?? (options.endpoint ? async () => undefined : askVersion);
	const accounts = new Map<string, Account>();
	/** The numbers of accounts that were not used since n8n started. */
	const unopened = new Map<string, LinkedNumber>();

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
				downloadHost: downloadHost(options.endpoint),
				connect,
				askVersion: ask,
				holderOf: (phone) => holderOf(phone, id),
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

	/** Errors are told to whoever uses the account next. */
	function resumeOne(id: string): void {
		ignoringErrors(() => {
			const store = openStore(id);
			let settings: AccountSettings | undefined;
			try {
				settings = waitingSettings(store);
				const linked = linkedNumber(store);
				if (linked) unopened.set(id, linked);
			} finally {
				store.close();
			}
			if (settings) open({ id, settings });
		});
	}

	/** One that was not used yet is opened: should the phone not list its device any more, it learns so when it connects. */
	function holderOf(phone: string, exceptId: string): string | undefined {
		const has = (one: string | null) => one !== null && isSameNumber(one, phone);
		for (const [id, linked] of [...unopened]) {
			if (id === exceptId || !has(linked.phone)) continue;
			unopened.delete(id);
			// Its folder may have been deleted since.
			if (!hasAccount(options.dataDir, id)) continue;
			ignoringErrors(() => void open({ id, settings: linked.settings }));
		}
		return [...accounts].find(
			([id, account]) => id !== exceptId && has(account.linkedPhone()),
		)?.[0];
	}

	return {
		async request(ref, name, input) {
			// Here all text of users comes in: it is hashed, sealed and sent as it is from here on. The table pairs each name with its own types; TypeScript cannot follow that through a union of names.
			const run = commands[name] as (account: Account, input: unknown) => unknown;
			return (await run(open(ref), wellFormed(input))) as never;
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
			const handle = open(ref).events.subscribe(subscription, listener, onDropped);
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

function ignoringErrors(work: () => void): void {
	try {
		work();
	} catch (error) {
		if (!(error instanceof EngineError)) throw error;
	}
}

function accountIds(dataDir: string): string[] {
	if (!existsSync(dataDir)) return [];
	return readdirSync(dataDir).filter((name) => SAFE_ID.test(name) && hasAccount(dataDir, name));
}

function hasAccount(dataDir: string, id: string): boolean {
	return existsSync(join(dataDir, id, DATABASE_FILE));
}

const INVALID_ID = new EngineError(
	'INVALID_SETTING',
	'The credential has no usable id.',
	'Save the credential once, then try again.',
);
