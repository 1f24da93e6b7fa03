import type { AccountStore } from './account-store';
import { authId } from './hidden-ids';
import { createTextCache } from './text-cache';

/** Characters of opened keys that are kept: some hundred sessions. */
const MAX_OPENED = 1_000_000;

/** The session's keys as sealed text by type and id. It does not know what they mean. */
export interface KeyStore {
	get(type: string, id: string): string | undefined;
	/** One transaction: all or nothing. `null` deletes. */
	set(changes: readonly KeyChange[]): void;
	/** For what must be written together with keys; on disk a little later: see `Database.lazily`. */
	lazily(work: () => void): void;
	/** Forgets the whole session. */
	clear(): void;
}

export interface KeyChange {
	type: string;
	id: string;
	value: string | null;
}

export function createKeyStore({ db, seal }: AccountStore): KeyStore {
	const place = (type: string, id: string) => `auth/${type}/${id}`;
	/** A send asks for the same few keys many times; opening one costs more than all else that is done with it here. */
	const opened = createTextCache(db, MAX_OPENED);
	return {
		get(type, id) {
			return opened.memo(place(type, id), () => {
				const row = db.get<{ value: Uint8Array }>(
					'SELECT value FROM auth WHERE type = ? AND id = ?',
					type,
					authId(seal, type, id),
				);
				return row && seal.decrypt(row.value, place(type, id));
			});
		},
		set(changes) {
			db.transaction(() => {
				for (const { type, id, value } of changes) {
					// With each message to a group Baileys writes who has its key: all of them, and most of the time the same.
					if (opened.is(place(type, id), value ?? undefined)) continue;
					const hidden = authId(seal, type, id);
					if (value === null) {
						db.run('DELETE FROM auth WHERE type = ? AND id = ?', type, hidden);
					} else {
						const sealed = seal.encrypt(value, place(type, id));
						db.run(
							'INSERT OR REPLACE INTO auth (type, id, value) VALUES (?, ?, ?)',
							type,
							hidden,
							sealed,
						);
					}
					opened.set(place(type, id), value ?? undefined);
				}
			});
		},
		lazily: (work) => db.lazily(work),
		clear() {
			db.run('DELETE FROM auth');
			opened.clear();
		},
	};
}
