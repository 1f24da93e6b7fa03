import type { AccountStore } from './account-store';

/** The session's keys as sealed text by type and id. It does not know what they mean. */
export interface KeyStore {
	get(type: string, id: string): string | undefined;
	/** One transaction: all or nothing. `null` deletes. */
	set(changes: readonly KeyChange[]): void;
	/** For what must be written together with keys. */
	transaction(work: () => void): void;
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
	return {
		get(type, id) {
			const row = db.get<{ value: Uint8Array }>(
				'SELECT value FROM auth WHERE type = ? AND id = ?',
				type,
				id,
			);
			return row && seal.open(row.value, place(type, id));
		},
		set(changes) {
			db.transaction(() => {
				for (const { type, id, value } of changes) {
					if (value === null) {
						db.run('DELETE FROM auth WHERE type = ? AND id = ?', type, id);
					} else {
						const sealed = seal.close(value, place(type, id));
						db.run(
							'INSERT OR REPLACE INTO auth (type, id, value) VALUES (?, ?, ?)',
							type,
							id,
							sealed,
						);
					}
				}
			});
		},
		transaction: (work) => db.transaction(work),
		clear() {
			db.run('DELETE FROM auth');
		},
	};
}
