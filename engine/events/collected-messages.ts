import type { EventChat, IncomingMessageEvent, PersonAddress } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';

/** Whose messages are collected, for which subscription. */
export interface Collector {
	subscription: string;
	/** Where, and in groups of whom: see `placeOf`. */
	place: string;
}

/** What has come in so far. Times are those at which it came (ms). */
export interface Collection extends Collector {
	count: number;
	bytes: number;
	firstAt: number;
	lastAt: number;
}

/** Messages that are to become one event each with others. */
export interface CollectedMessages {
	placeOf(chat: EventChat, from: PersonAddress): string;
	/** Returns what is there with it. */
	add(collector: Collector, event: IncomingMessageEvent): Collection;
	/** All of them, in the order in which they came; they are gone then. */
	take(collector: Collector): IncomingMessageEvent[];
	open(): Collection[];
	/** Deletes a slice of what came before, and returns how many they were. */
	forget(subscription: string, before: number): number;
}

export function createCollectedMessages(
	{ db, seal }: Pick<AccountStore, 'db' | 'seal'>,
	now: () => number,
): CollectedMessages {
	const row = ({ subscription, place }: Collector, event: string) =>
		`collected/${JSON.stringify([subscription, place, event])}`;
	const columns = `subscription, place, count(*) AS count, sum(length(body)) AS bytes,
		min(at) AS firstAt, max(at) AS lastAt`;

	return {
		// A chat with one person goes by that person, whichever address of the chat WhatsApp uses.
		placeOf: ({ type, id }, { lid, phone }) =>
			seal.digest(
				`collected/${JSON.stringify([type === 'direct' ? null : id, lid ?? phone ?? id])}`,
			),
		add(collector, event) {
			const { subscription, place } = collector;
			db.run(
				'INSERT OR IGNORE INTO collected_message (subscription, place, event, at, body) VALUES (?, ?, ?, ?, ?)',
				subscription,
				place,
				event.eventId,
				now(),
				seal.encrypt(JSON.stringify(event), row(collector, event.eventId)),
			);
			return db.get<Collection>(
				`SELECT ${columns} FROM collected_message WHERE subscription = ? AND place = ?`,
				subscription,
				place,
			) as Collection;
		},
		take(collector) {
			const { subscription, place } = collector;
			const rows = db.all<{ event: string; body: Uint8Array }>(
				'SELECT event, body FROM collected_message WHERE subscription = ? AND place = ? ORDER BY seq',
				subscription,
				place,
			);
			db.run(
				'DELETE FROM collected_message WHERE subscription = ? AND place = ?',
				subscription,
				place,
			);
			return rows.map(
				({ event, body }) =>
					JSON.parse(seal.decrypt(body, row(collector, event))) as IncomingMessageEvent,
			);
		},
		open: () =>
			db.all<Collection>(
				`SELECT ${columns} FROM collected_message GROUP BY subscription, place ORDER BY min(seq)`,
			),
		forget: (subscription, before) =>
			db.run(
				`DELETE FROM collected_message WHERE seq IN
				 (SELECT seq FROM collected_message WHERE subscription = ? AND at <= ? LIMIT ?)`,
				subscription,
				before,
				SLICE,
			).changes,
	};
}
