import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';

/** What it takes to read the add-ons of a message: votes in a poll, responses to an event, edits of any other message. */
export interface MessageSecret {
	/** Address of who made the poll or event, or wrote the message. */
	creator: string;
	/** The question of a poll, the name of an event; else empty. */
	name: string;
	/** Of a poll. */
	options: string[];
	/** Base64; add-ons are encrypted with it. */
	secret: string;
}

/**
 * Polls and events that came in or went out. They outlive the content of messages, because people answer for weeks; kept
 * is only what is needed to read the answers.
 */
export interface MessageSecrets {
	/** The first one of an ID stays: nobody can put another in its place. */
	add(messageId: string, kept: MessageSecret): void;
	/** One of our own; it may be built anew before it is sent. */
	put(messageId: string, kept: MessageSecret): void;
	find(messageId: string): MessageSecret | undefined;
	/** A slice of what is older: true where more is left. */
	sweep(olderThan: number): boolean;
}

export function createMessageSecrets(
	{ db, seal }: AccountStore,
	now: () => number,
): MessageSecrets {
	// The table once had that name, and what was written then is still read.
	const place = (id: string) => `question/${id}`;

	function write(verb: 'INSERT OR IGNORE' | 'INSERT OR REPLACE', id: string, kept: MessageSecret) {
		const sealed = seal.encrypt(JSON.stringify(kept), place(id));
		db.run(`${verb} INTO message_secret (id, at, body) VALUES (?, ?, ?)`, id, now(), sealed);
	}

	return {
		add: (messageId, kept) => write('INSERT OR IGNORE', messageId, kept),
		put: (messageId, kept) => write('INSERT OR REPLACE', messageId, kept),
		find(messageId) {
			const row = db.get<{ body: Uint8Array }>(
				'SELECT body FROM message_secret WHERE id = ?',
				messageId,
			);
			return row && (JSON.parse(seal.decrypt(row.body, place(messageId))) as MessageSecret);
		},
		sweep: (olderThan) =>
			db.run(
				'DELETE FROM message_secret WHERE id IN (SELECT id FROM message_secret WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			).changes === SLICE,
	};
}
