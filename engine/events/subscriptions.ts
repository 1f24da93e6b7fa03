import type { EventFilter, EventType } from '../gateway/contract';
import type { Database } from '../store/database';
import { collectWishOf, wishOf, type CollectWish, type IsWanted, type Wish } from './filter';

/** What somebody asks for, whether they listen now or not. */
export interface StoredSubscription extends Wish {
	id: string;
	/** They want messages as WhatsApp has them, too. */
	raw: boolean;
	isWanted: IsWanted;
	collect: CollectWish | undefined;
}

/** The subscriptions that are stored. Each event is held against all of them, so they stay in memory. */
export interface Subscriptions {
	all(): readonly StoredSubscription[];
	find(id: string): StoredSubscription | undefined;
	/** What all their filters say. */
	filters(): EventFilter[];
	/** New, or in place of what it asked for before. Errors: as of `wishOf`. */
	put(subscription: Wish & Pick<StoredSubscription, 'id' | 'raw'>): StoredSubscription;
	/** With all that waits for it. */
	remove(id: string): void;
	/** Somebody listens for these, or did until now. */
	seen(ids: readonly string[]): void;
	/** Those that nobody listens for: when somebody did last (ms). */
	unheard(listening: readonly string[]): { id: string; seenAt: number }[];
	/** Those that nobody has come back for since, and that nothing waits for. */
	removeUnseen(since: number): void;
}

/** As the database has it: JSON. */
interface SubscriptionRow {
	id: string;
	events: string;
	filters: string;
	raw: number;
}

export function createSubscriptions(db: Database, now: () => number): Subscriptions {
	/** Undefined: to be read. */
	let known: readonly StoredSubscription[] | undefined;
	const forget = () => (known = undefined);
	db.onRollback(forget);

	const all = () =>
		(known ??= db
			.all<SubscriptionRow>('SELECT id, events, filters, raw FROM subscription')
			.map(({ id, events, filters, raw }) =>
				withTests({
					...{ id, raw: raw === 1 },
					events: JSON.parse(events) as EventType[],
					filters: JSON.parse(filters) as Wish['filters'],
				}),
			));

	return {
		all,
		find: (id) => all().find((one) => one.id === id),
		filters: () => all().flatMap(({ filters }) => Object.values(filters)),
		put(subscription) {
			const { id, events, filters, raw } = subscription;
			const stored = withTests(subscription);
			db.run(
				`INSERT INTO subscription (id, events, filters, raw, seen_at) VALUES (?, ?, ?, ?, ?)
				 ON CONFLICT (id) DO UPDATE
				 SET events = excluded.events, filters = excluded.filters, raw = excluded.raw, seen_at = excluded.seen_at`,
				id,
				JSON.stringify(events),
				JSON.stringify(filters),
				raw ? 1 : 0,
				now(),
			);
			forget();
			return stored;
		},
		remove(id) {
			db.run('DELETE FROM subscription WHERE id = ?', id);
			forget();
		},
		seen(ids) {
			db.run(
				'UPDATE subscription SET seen_at = ? WHERE id IN (SELECT value FROM json_each(?))',
				now(),
				JSON.stringify(ids),
			);
		},
		unheard: (listening) =>
			db.all<{ id: string; seenAt: number }>(
				'SELECT id, seen_at AS seenAt FROM subscription WHERE id NOT IN (SELECT value FROM json_each(?))',
				JSON.stringify(listening),
			),
		removeUnseen(since) {
			db.run(
				`DELETE FROM subscription WHERE seen_at < ?
				 AND NOT EXISTS (SELECT 1 FROM delivery WHERE subscription = subscription.id)`,
				since,
			);
			forget();
		},
	};
}

function withTests(
	subscription: Omit<StoredSubscription, 'isWanted' | 'collect'>,
): StoredSubscription {
	return {
		...subscription,
		isWanted: wishOf(subscription),
		collect: collectWishOf(subscription),
	};
}
