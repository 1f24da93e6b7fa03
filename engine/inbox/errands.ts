import type { AccountStore } from '../store/account-store';
import { dropPlaintexts, type JournaledStanza } from './journal';

/** One that cannot be done is given up: each try costs a download, or a question to the phone. */
const TRIES = 5;

/**
 * Stanzas of which Baileys has something to do after WhatsApp was told that we have them, and WhatsApp does not hand over
 * again: see `whatsapp/errands.ts`. Whatever is left when a connection ends, or the process, the next connection does.
 */
export interface Errands {
	add(stanza: JournaledStanza): void;
	/** What it said is forgotten. Joins the caller's transaction. */
	done(chat: string, messageId: string): void;
	/** What is left to do, oldest first, and counts as tried with that. */
	take(): JournaledStanza[];
	sweep(olderThan: number): void;
}

interface ErrandRow {
	chat: string;
	id: string;
	ciphertexts: string;
	body: Uint8Array;
}

export function createErrands({ db, seal }: AccountStore, now: () => number): Errands {
	const place = (chat: string, id: string) => `errand/${chat}/${id}`;

	return {
		add({ chat, messageId, stanza, ciphertexts }) {
			// One that comes again keeps its age and its tries, or it would never be given up.
			db.run(
				`INSERT INTO errand (chat, id, at, ciphertexts, body) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET ciphertexts = excluded.ciphertexts, body = excluded.body`,
				chat,
				messageId,
				now(),
				JSON.stringify(ciphertexts),
				seal.close(stanza, place(chat, messageId)),
			);
		},
		done(chat, messageId) {
			db.transaction(() => {
				const row = db.get<Pick<ErrandRow, 'ciphertexts'>>(
					'SELECT ciphertexts FROM errand WHERE chat = ? AND id = ?',
					chat,
					messageId,
				);
				if (!row) return;
				dropPlaintexts(db, JSON.parse(row.ciphertexts) as string[]);
				db.run('DELETE FROM errand WHERE chat = ? AND id = ?', chat, messageId);
			});
		},
		take: () =>
			db.transaction(() => {
				const rows = db.all<ErrandRow>(
					'SELECT chat, id, ciphertexts, body FROM errand WHERE tries < ? ORDER BY at',
					TRIES,
				);
				db.run('UPDATE errand SET tries = tries + 1');
				return rows.map(({ chat, id, ciphertexts, body }) => ({
					chat,
					messageId: id,
					stanza: seal.open(body, place(chat, id)),
					ciphertexts: JSON.parse(ciphertexts) as string[],
				}));
			}),
		sweep(olderThan) {
			db.run('DELETE FROM errand WHERE at < ?', olderThan);
		},
	};
}
