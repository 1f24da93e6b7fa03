import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';

/** A poll or an event: what it takes to read what people answer to it. Any other message: what opens its edits. */
export interface Question {
	/** Address of who asks. */
	creator: string;
	/** The question of a poll, the name of an event; else empty. */
	name: string;
	/** Of a poll. */
	options: string[];
	/** Base64; answers are sealed with it. */
	secret: string;
}

/**
 * Polls and events that came in or went out. They outlive the content of messages, because people answer for weeks; kept
 * is only what is needed to read the answers.
 */
export interface Questions {
	/** The first one of an ID stays: nobody can put another in its place. */
	add(messageId: string, question: Question): void;
	/** One of our own; it may be built anew before it is sent. */
	put(messageId: string, question: Question): void;
	find(messageId: string): Question | undefined;
	/** A slice of what is older: true where more is left. */
	sweep(olderThan: number): boolean;
}

export function createQuestions({ db, seal }: AccountStore, now: () => number): Questions {
	const place = (id: string) => `question/${id}`;

	function write(verb: 'INSERT OR IGNORE' | 'INSERT OR REPLACE', id: string, question: Question) {
		const sealed = seal.close(JSON.stringify(question), place(id));
		db.run(`${verb} INTO question (id, at, body) VALUES (?, ?, ?)`, id, now(), sealed);
	}

	return {
		add: (messageId, question) => write('INSERT OR IGNORE', messageId, question),
		put: (messageId, question) => write('INSERT OR REPLACE', messageId, question),
		find(messageId) {
			const row = db.get<{ body: Uint8Array }>('SELECT body FROM question WHERE id = ?', messageId);
			return row && (JSON.parse(seal.open(row.body, place(messageId))) as Question);
		},
		sweep: (olderThan) =>
			db.run(
				'DELETE FROM question WHERE id IN (SELECT id FROM question WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			).changes === SLICE,
	};
}
