import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { EngineError } from '../gateway/contract';
import { openDatabase, type Database, type DatabaseOptions } from './database';
import type { FileStore } from './file-store';
import { hideIds } from './hidden-ids';
import { createSeal, type Seal } from './seal';
import { createTextCache } from './text-cache';

/** Everything that is kept of one account: the open file and the seal for its values. */
export interface AccountStore {
	readonly db: Database;
	readonly seal: Seal;
	readonly settings: Settings;
	/** Where the account's files are. */
	readonly folder: string;
	/** What is written goes into a log, from which another folder is filled: this one does not last. */
	readonly isReplicated: boolean;
	/** Where those that have to last are, too, when folders do not. */
	readonly files?: FileStore | undefined;
	close(): void;
}

export type AccountStoreOptions = DatabaseOptions & Pick<AccountStore, 'files'>;

/** Small sealed facts by name, as JSON. */
export interface Settings {
	get<T>(name: string): T | undefined;
	set(name: string, value: unknown): void;
}

export const DATABASE_FILE = 'session.db';

/** The salt stands in the clear, the check is sealed: opening it tells whether the key is the one that wrote the file. */
const SALT = 'salt';
const CHECK = 'check';

/** Characters of opened settings that are kept: all that are asked for with each message. */
const MAX_OPENED = 100_000;

/**
 * Opens the store of an account in its folder. Errors: IN_USE, DAMAGED (see `openDatabase`), WRONG_KEY when n8n's
 * encryption key is not the one that sealed the file; the file is left as it is.
 */
export function openAccountStore(
	folder: string,
	accountId: string,
	encryptionKey: string,
	now: () => number,
	{ files, replication, isChecked }: AccountStoreOptions = {},
): AccountStore {
	const db = openDatabase(join(folder, DATABASE_FILE), now, { replication, isChecked });
	try {
		const seal = openSeal(db, accountId, encryptionKey);
		hideIds(db, seal);
		return {
			...{ db, seal, settings: createSettings(db, seal), folder, files },
			isReplicated: replication !== undefined,
			close: () => db.close(),
		};
	} catch (error) {
		db.close();
		throw error;
	}
}

function openSeal(db: Database, accountId: string, encryptionKey: string): Seal {
	const read = (name: string) =>
		db.get<{ value: Uint8Array }>('SELECT value FROM setting WHERE name = ?', name)?.value;
	const salt = read(SALT);
	const check = read(CHECK);
	if (salt && check) {
		const seal = createSeal(encryptionKey, salt, accountId);
		try {
			seal.decrypt(check, CHECK);
		} catch {
			throw new EngineError(
				'WRONG_KEY',
				"The stored session was sealed with another encryption key than this n8n's.",
				`Start n8n with the N8N_ENCRYPTION_KEY it had when the number was linked. To link anew instead, delete the folder whatsapp-linked/${accountId} in n8n's data folder.`,
			);
		}
		return seal;
	}
	const fresh = randomBytes(32);
	const seal = createSeal(encryptionKey, fresh, accountId);
	db.transaction(() => {
		const write = 'INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)';
		db.run(write, SALT, fresh);
		db.run(write, CHECK, seal.encrypt('ok', CHECK));
	});
	return seal;
}

function createSettings(db: Database, seal: Seal): Settings {
	const place = (name: string) => `setting/${name}`;
	const opened = createTextCache(db, MAX_OPENED);
	return {
		get<T>(name: string) {
			const text = opened.memo(name, () => {
				const row = db.get<{ value: Uint8Array }>('SELECT value FROM setting WHERE name = ?', name);
				return row && seal.decrypt(row.value, place(name));
			});
			return text === undefined ? undefined : (JSON.parse(text) as T);
		},
		set(name, value) {
			const text = JSON.stringify(value);
			const sealed = seal.encrypt(text, place(name));
			db.run('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)', name, sealed);
			opened.set(name, text);
		},
	};
}
