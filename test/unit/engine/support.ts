import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { countFile } from '../../../engine/session/old-copy';
import type { SendMessage } from '../../../engine/gateway/contract';
import type { WhatsAppSocket } from '../../../engine/whatsapp/index';
import {
	DATABASE_FILE,
	openAccountStore,
	type AccountStore,
} from '../../../engine/store/account-store';
import type { Replication } from '../../../engine/store/database';
import { START } from '../../support/fake-clock';

export const ENCRYPTION_KEY = 'a key like the one n8n keeps';
export const ACCOUNT_ID = 'credential1';

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Real files, in memory where the system has such a place: nothing here is about how fast a disk is. */
const TEMPORARY = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

/** A folder of its own for each test of the file; it is gone after the test. */
export function useFolder(): { readonly path: string } {
	let path = '';
	beforeEach(() => {
		path = mkdtempSync(join(TEMPORARY, 'whatsapp-linked-unit-'));
	});
	afterEach(() => {
		rmSync(path, { recursive: true, force: true });
		rmSync(countFile(path), { force: true });
	});
	return {
		get path() {
			return path;
		},
	};
}

export interface StoreOptions {
	accountId?: string;
	encryptionKey?: string;
	/** A folder inside of the test's, for tests with several accounts. */
	folder?: string;
	replication?: Replication;
}

/** Making a session's keys takes long: what was made once is copied from then on. */
const made = new Map<string, Buffer>();

/** Real account stores on disk, one folder for each test; what a test leaves open is closed after it. */
export function useStores() {
	const folder = useFolder();
	const opened: AccountStore[] = [];
	afterEach(() => {
		for (const store of opened.splice(0)) store.close();
	});
	return {
		folder,
		/** The account's store; the same file each time. */
		open(options: StoreOptions = {}) {
			const { accountId = ACCOUNT_ID, encryptionKey = ENCRYPTION_KEY, replication } = options;
			const path = join(folder.path, options.folder ?? '');
			const store = openAccountStore(path, accountId, encryptionKey, () => START, { replication });
			opened.push(store);
			return store;
		},
		/** A store that `make` has written; it is asked once for each name. */
		async openMade(
			name: string,
			make: (store: AccountStore) => Promise<void>,
			options?: StoreOptions,
		) {
			const file = join(folder.path, options?.folder ?? '', DATABASE_FILE);
			const content = made.get(name);
			if (content) {
				mkdirSync(dirname(file), { recursive: true });
				writeFileSync(file, content);
			} else {
				const store = this.open(options);
				await make(store);
				store.close();
				made.set(name, readFileSync(file));
			}
			return this.open(options);
		},
	};
}

/** Whether what a message says is still on disk, sent or waiting. */
export function hasContent({ db }: AccountStore, messageId: string): boolean {
	const sql = 'SELECT 1 FROM message WHERE id = ? AND (request IS NOT NULL OR wire IS NOT NULL)';
	return db.get(sql, messageId) !== undefined;
}

/** A request to send `text`. */
export function textTo(to: string, text: string, more: Partial<SendMessage> = {}): SendMessage {
	return { to, content: { type: 'text', text }, origin: { key: text }, ...more };
}

/** Nothing waited for the login. */
const OVER: WhatsAppSocket['drain'] = {
	isOver: () => true,
	movedAt: () => undefined,
	isShort: () => false,
	askAgain: () => undefined,
};

/** Some of what a socket can do, alone or in its groups. */
export type SocketMembers = {
	[K in keyof WhatsAppSocket]?: WhatsAppSocket[K] extends (...args: never) => unknown
		? WhatsAppSocket[K]
		: Partial<WhatsAppSocket[K]>;
};

/** A socket that can do what the test needs of it; the rest is not there, so that using it fails the test. */
export function socketDouble(members: SocketMembers): WhatsAppSocket {
	return { drain: OVER, ...members } as WhatsAppSocket;
}

/** Changes the file past those who write it: what is remembered of it is read anew. */
export function change({ db }: AccountStore, sql: string): void {
	db.run(sql);
	errorOf(() =>
		db.transaction(() => {
			throw new Error('Taken back, and with it what is remembered');
		}),
	);
}

/** What `work` throws; fails when it throws nothing. */
export function errorOf(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}
	throw new Error('Nothing was thrown');
}

export interface Deferred<T = void> {
	promise: Promise<T>;
	resolve(value: T): void;
	reject(reason: unknown): void;
}

/** A promise that the test settles when it wants to. */
export function deferred<T = void>(): Deferred<T> {
	let resolve: (value: T) => void = () => undefined;
	let reject: (reason: unknown) => void = () => undefined;
	const promise = new Promise<T>((onResolve, onReject) => {
		resolve = onResolve;
		reject = onReject;
	});
	return { promise, resolve, reject };
}

/** A promise that is never settled: WhatsApp does not answer. */
export const NEVER = new Promise<never>(() => undefined);
