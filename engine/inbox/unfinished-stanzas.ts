import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';
import type { JournaledStanza } from '../whatsapp/index';
import { createStanzaRows, type StanzaRow } from './stanza-rows';

/** One that cannot be done is given up: each try costs a download, or a question to the phone. */
const TRIES = 5;

/**
 * Stanzas of which Baileys has something to do after WhatsApp was told that we have them, and WhatsApp does not hand over
 * again: see `whatsapp/unfinished-stanzas.ts`. Whatever is left when a connection ends, or the process, the next connection does.
 */
export interface UnfinishedStanzas {
	add(stanza: JournaledStanza): void;
	/** Undefined when nothing is left to do for it. */
	find(chat: string, messageId: string): JournaledStanza | undefined;
	/** What it said is forgotten. Joins the caller's transaction. */
	done(chat: string, messageId: string): void;
	/** What is left to do, oldest first, and counts as tried with that. */
	take(): JournaledStanza[];
	/** A slice of what is older: true where more is left. */
	sweep(olderThan: number): boolean;
}

export function createUnfinishedStanzas(store: AccountStore, now: () => number): UnfinishedStanzas {
	const { db } = store;
	const rows = createStanzaRows(store, 'unfinished_stanza');

	return {
		add(stanza) {
			// One that comes again keeps its age and its tries, or it would never be given up.
			db.lazily(() =>
				db.run(
					`INSERT INTO unfinished_stanza (chat, id, ciphertexts, body, at) VALUES (?, ?, ?, ?, ?)
					ON CONFLICT DO UPDATE SET ciphertexts = excluded.ciphertexts, body = excluded.body`,
					...rows.values(stanza),
					now(),
				),
			);
		},
		find: rows.find,
		done: rows.complete,
		take: () =>
			db.transaction(() => {
				const left = db.all<StanzaRow>(
					'SELECT chat, id, ciphertexts, body FROM unfinished_stanza WHERE tries < ? ORDER BY at',
					TRIES,
				);
				db.run('UPDATE unfinished_stanza SET tries = tries + 1');
				return left.map(rows.read);
			}),
		sweep: (olderThan) =>
			db.run(
				'DELETE FROM unfinished_stanza WHERE (chat, id) IN (SELECT chat, id FROM unfinished_stanza WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			).changes === SLICE,
	};
}
