import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';
import type { JournaledStanza, PlaintextJournal } from '../whatsapp/index';
import { createStanzaRows, type StanzaRow } from './stanza-rows';

/**
 * Message stanzas that came in and are no events yet. Baileys tells WhatsApp that it has a message before anybody has seen
 * it, and its keys open a ciphertext only once. So the stanza is written before Baileys sees it, its plaintext in the same
 * transaction as the used-up key (see `whatsapp/signal-repository.ts`), and both go in the transaction in which the event
 * comes. Whatever is pending after a crash becomes events from here.
 */
export interface Journal extends PlaintextJournal {
	add(stanza: JournaledStanza): void;
	/** When the oldest pending stanza came in; of those that came in at `since` or later. */
	oldest(since: number): number | undefined;
	/** All that are no events yet, oldest first. */
	pending(): JournaledStanza[];
	/** Undefined when it is not pending. */
	find(chat: string, messageId: string): JournaledStanza | undefined;
	/**
	 * The message has become an event, or needs none: its words go. That its ciphertexts were opened is remembered,
	 * because WhatsApp hands over again what it is not sure about. Joins the caller's transaction.
	 */
	complete(chat: string, messageId: string): void;
	/** The message was not opened and comes again. What was opened of it (a group's key comes beside the words) answers then. */
	remove(chat: string, messageId: string): void;
	sweep(olderThan: number): boolean;
}

export function createJournal(store: AccountStore, now: () => number): Journal {
	const { db, seal } = store;
	const rows = createStanzaRows(store, 'stanza');
	const plaintextPlace = (ciphertext: string) => `plaintext/${ciphertext}`;

	return {
		add(stanza) {
			db.lazily(() =>
				db.run(
					'INSERT OR REPLACE INTO stanza (chat, id, ciphertexts, body, at) VALUES (?, ?, ?, ?, ?)',
					...rows.values(stanza),
					now(),
				),
			);
		},
		oldest: (since) =>
			db.get<{ at: number }>('SELECT at FROM stanza WHERE at >= ? ORDER BY seq LIMIT 1', since)?.at,
		pending() {
			return db
				.all<StanzaRow>('SELECT chat, id, ciphertexts, body FROM stanza ORDER BY seq')
				.map(rows.read);
		},
		find: rows.find,
		complete: rows.complete,
		remove(chat, messageId) {
			db.run('DELETE FROM stanza WHERE chat = ? AND id = ?', chat, messageId);
		},
		plaintext(ciphertext) {
			const row = db.get<{ body: Uint8Array | null }>(
				'SELECT body FROM plaintext WHERE ciphertext = ?',
				ciphertext,
			);
			return row && (row.body ? seal.decrypt(row.body, plaintextPlace(ciphertext)) : null);
		},
		addPlaintext(ciphertext, plaintext) {
			db.run(
				'INSERT OR REPLACE INTO plaintext (ciphertext, at, body) VALUES (?, ?, ?)',
				ciphertext,
				now(),
				seal.encrypt(plaintext, plaintextPlace(ciphertext)),
			);
		},
		sweep(olderThan) {
			const stanzas = db.run(
				'DELETE FROM stanza WHERE seq IN (SELECT seq FROM stanza WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			);
			const plaintexts = db.run(
				'DELETE FROM plaintext WHERE ciphertext IN (SELECT ciphertext FROM plaintext WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			);
			return Math.max(stanzas.changes, plaintexts.changes) === SLICE;
		},
	};
}
