import { randomUUID } from 'node:crypto';
import { createBoundedMap } from '../bounded-map';
import type { Timer } from '../clock';
import { droppedEvent, type AccountInfo } from '../content/events';
import {
	type DroppedListener,
	type EngineEvent,
	type EventDroppedEvent,
	type EventListener,
	type EventType,
	type PersonAddress,
	type StepAside,
	type Subscription,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';
import { createCollecting } from './collecting';
import { createDroppedEvents, type DroppedBatch } from './dropped-events';
import {
	collectWishOf,
	withJids,
	wishOf,
	type CollectWish,
	type IsWanted,
	type Wish,
} from './filter';
import { batchPlace, createHandOver } from './hand-over';
import { laneOf } from './lanes';

/** More triggers than a number has. */
const MAX_WISHES = 1_000;

/**
 * Events on their way to the triggers. An event is on disk before it is handed over, once for all subscriptions that
 * asked for it, and goes when n8n has taken it. Events that nobody asked for are not kept.
 */
export interface EventLog {
	/**
	 * Stores what happened together, as one batch for each event type; joins the caller's transaction. It is handed over as
	 * soon as it is on disk.
	 */
	append(events: readonly EngineEvent[]): void;
	/** Whether any subscription asks for events of a type. */
	wants(type: EventType): boolean;
	/** What subscriptions say that pauses conversations, each once. */
	stepAsides(): StepAside[];
	/** Whether any subscription asks for messages as WhatsApp has them. */
	wantsRaw(): boolean;
	/** Whether any subscription asks for albums as one event. */
	wantsAlbums(): boolean;
	/** Where it resumes, what is left and is not asked for any more is dropped. */
	subscribe(
		subscription: Subscription,
		listener: EventListener,
		onDropped?: DroppedListener,
	): { close(): void };
	/** How many batches were put aside, as n8n refused them again and again. */
	dropped(): number;
	/**
	 * Forgets events older than this, and earlier those that nobody listens for; and subscriptions that nobody came back for.
	 * A slice of them: true where more are left.
	 */
	sweep(olderThan: number, unheardOlderThan?: number): boolean;
	close(): void;
}

export interface EventLogOptions {
	store: AccountStore;
	now: () => number;
	after: (ms: number, task: () => void) => Timer;
	log: Log;
	account(): AccountInfo;
	/** Somebody asks for events, maybe for others than before. */
	onSubscribed?(): void;
	/** Messages of somebody are collected for so long, and it counts whether they type. */
	watchTyping?(who: PersonAddress, forMs: number): void;
}

/** As the database has it: JSON. */
type StoredWish = Record<keyof Wish, string>;

/** Each event is held against all that there are: they are read once. */
interface ReadWish {
	isWanted: IsWanted;
	collect: CollectWish | undefined;
}

export function createEventLog(options: EventLogOptions): EventLog {
	const { store, now, after, log, account, onSubscribed, watchTyping = () => undefined } = options;
	const dropped = createDroppedEvents(store, now);
	const { db, seal } = store;
	const handOver = createHandOver({ store, now, after, log, putAside });
	const wishes = createBoundedMap<ReadWish>(MAX_WISHES);
	let closed = false;

	// What subscriptions without a durable id left behind when the process died.
	db.run("DELETE FROM subscription WHERE id >= 'once:' AND id < 'once;'");

	const collecting = createCollecting({
		...{ store, now, after, log, watchTyping },
		wishOf(id) {
			const wish = db.get<StoredWish>('SELECT events, filters FROM subscription WHERE id = ?', id);
			return wish && storedWish(wish).collect;
		},
		append: (event, id) => insert([event], [id]),
	});

	function remove(id: string, seq: number): void {
		db.run('DELETE FROM delivery WHERE subscription = ? AND batch = ?', id, seq);
	}

	/** Deletes the oldest deliveries that were made before. */
	function forget(id: string, before: number): number {
		return db.run(
			`DELETE FROM delivery WHERE subscription = ? AND batch IN (
				SELECT batch FROM delivery JOIN batch ON seq = batch WHERE subscription = ? AND at <= ? ORDER BY batch LIMIT ?)`,
			id,
			id,
			before,
			SLICE,
		).changes;
	}

	function putAside(batch: DroppedBatch): EventDroppedEvent | undefined {
		const { seq, subscription: id, type } = batch;
		const told = { ...batch, subscription: id.replace(/^trigger:/, '') };
		const event = droppedEvent(account(), told, now());
		log.warn('n8n has refused a batch again and again: it is dropped', {
			type,
			events: batch.events.length,
		});
		try {
			db.transaction(() => {
				dropped.add(batch);
				remove(id, seq);
				if (type !== event.event) append([event]);
			});
			return event;
		} catch (error) {
			// A full disk: n8n gets it once more, and refuses it once more.
			log.warn('A batch could not be dropped', { error: kindOf(error) });
			return undefined;
		}
	}

	function storedWish({ events, filters }: StoredWish): ReadWish {
		const text = `${events} ${filters}`;
		const known = wishes.get(text);
		if (known) return known;
		const wish = readWish({
			events: JSON.parse(events) as EventType[],
			filters: JSON.parse(filters) as Wish['filters'],
		});
		wishes.set(text, wish);
		return wish;
	}

	function append(events: readonly EngineEvent[]): void {
		const asking = db
			.all<StoredWish & { id: string }>('SELECT id, events, filters FROM subscription')
			.map(({ id, ...wish }) => ({ id, ...storedWish(wish) }));
		const at = now();
		for (const together of byType(events).values()) {
			const wanted = asking
				.map(({ id, isWanted, collect }) => ({
					...{ id, collect },
					its: new Set(together.filter((one) => isWanted(one, at))),
				}))
				.filter(({ its }) => its.size > 0);
			if (wanted.length > 0) db.lazily(() => put(together, wanted));
		}
		for (const event of events)
			if (event.event === 'presence.changed') collecting.onPresence(event);
	}

	/** Messages that are collected come later; all else is a batch for those who want something of it. */
	function put(
		together: readonly EngineEvent[],
		wanted: ReadonlyArray<
			Pick<ReadWish, 'collect'> & { id: string; its: ReadonlySet<EngineEvent> }
		>,
	): void {
		const atOnce = wanted.filter(({ id, collect, its }) => {
			const messages = [...its].filter((event) => event.event === 'message.incoming');
			if (!collect || messages.length === 0) return true;
			for (const message of messages) collecting.add(id, collect, message);
			return false;
		});
		const batch = together.filter((one) => atOnce.some(({ its }) => its.has(one)));
		if (batch.length > 0)
			insert(
				batch,
				atOnce.map(({ id }) => id),
			);
	}

	return {
		append,

		wants: (type) =>
			db.get(
				'SELECT 1 FROM subscription, json_each(subscription.events) WHERE value = ? LIMIT 1',
				type,
			) !== undefined,

		wantsAlbums: () =>
			db.get(
				`SELECT 1 FROM subscription WHERE json_extract(filters, '$."message.incoming".albums') IS NOT NULL LIMIT 1`,
			) !== undefined,

		stepAsides: () =>
			db
				.all<{ said: string }>(
					`SELECT DISTINCT json_extract(value, '$.stepAside') AS said
					 FROM subscription, json_each(subscription.filters)
					 WHERE json_extract(value, '$.stepAside') IS NOT NULL`,
				)
				.map(({ said }) => JSON.parse(said) as StepAside),

		wantsRaw: () => db.get('SELECT 1 FROM subscription WHERE raw = 1 LIMIT 1') !== undefined,

		subscribe(subscription, listener, onDropped = () => undefined) {
			const { durableId, events, start, raw = false } = subscription;
			const filters = withJids(subscription.filters ?? {}, account().phone);
			const { isWanted } = readWish({ events, filters });
			const id = durableId ? `trigger:${durableId}` : `once:${randomUUID()}`;
			db.transaction(() => {
				if (start === 'now') db.run('DELETE FROM subscription WHERE id = ?', id);
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
				// Leftovers of types that are not asked for any more. What the filters say is read from the events (`handOver`).
				db.run(
					`DELETE FROM delivery WHERE subscription = ? AND
					 (SELECT type FROM batch WHERE seq = delivery.batch) NOT IN (SELECT value FROM json_each(?))`,
					id,
					JSON.stringify(events),
				);
			});
			const reader = { listener, isWanted, raw, onDropped };
			handOver.begin(id, reader);
			onSubscribed?.();
			return {
				close() {
					if (!handOver.end(id, reader)) return;
					if (closed) return;
					if (durableId) db.run('UPDATE subscription SET seen_at = ? WHERE id = ?', now(), id);
					else db.run('DELETE FROM subscription WHERE id = ?', id);
				},
			};
		},

		dropped: dropped.count,

		sweep(olderThan, unheardOlderThan = olderThan - 1) {
			const listening = JSON.stringify(handOver.listening());
			db.run(
				'UPDATE subscription SET seen_at = ? WHERE id IN (SELECT value FROM json_each(?))',
				now(),
				listening,
			);
			const unheard = db
				.all<{
					id: string;
					seen_at: number;
				}>(
					'SELECT id, seen_at FROM subscription WHERE id NOT IN (SELECT value FROM json_each(?))',
					listening,
				)
				.map(({ id, seen_at: seenAt }) => ({
					id,
					before: seenAt < olderThan ? Infinity : unheardOlderThan,
				}));
			dropped.sweep(unheardOlderThan, olderThan);
			const old = db.run(
				'DELETE FROM batch WHERE seq IN (SELECT seq FROM batch WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			);
			const changes = unheard.flatMap(({ id, before }) => [
				forget(id, before),
				collecting.forget(id, before),
			]);
			db.run(
				`DELETE FROM subscription WHERE seen_at < ?
				 AND NOT EXISTS (SELECT 1 FROM delivery WHERE subscription = subscription.id)`,
				olderThan,
			);
			return [old.changes, ...changes].some((count) => count === SLICE);
		},

		close() {
			collecting.close();
			handOver.close();
			closed = true;
		},
	};

	function insert(batch: readonly EngineEvent[], subscriptions: readonly string[]): void {
		const first = batch[0] as EngineEvent;
		const { eventId: id, event: type } = first;
		const text = JSON.stringify(batch);
		const row = db.get<{ seq: number }>(
			'INSERT OR IGNORE INTO batch (id, type, at, events) VALUES (?, ?, ?, ?) RETURNING seq',
			id,
			type,
			now(),
			seal.encrypt(text, batchPlace(id)),
		);
		if (!row) return;
		handOver.onWritten(row.seq, text);
		const lane = laneOf(first);
		for (const subscription of subscriptions) {
			db.run('INSERT INTO delivery (subscription, batch) VALUES (?, ?)', subscription, row.seq);
			db.run(
				'INSERT INTO lane (subscription, batch, lane) VALUES (?, ?, ?)',
				subscription,
				row.seq,
				lane,
			);
		}
	}
}

function readWish(wish: Wish): ReadWish {
	return { isWanted: wishOf(wish), collect: collectWishOf(wish) };
}

function byType(events: readonly EngineEvent[]): Map<EventType, EngineEvent[]> {
	const groups = new Map<EventType, EngineEvent[]>();
	for (const event of events) {
		groups.set(event.event, [...(groups.get(event.event) ?? []), event]);
	}
	return groups;
}
