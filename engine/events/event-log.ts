import { randomUUID } from 'node:crypto';
import { createBoundedMap } from '../bounded-map';
import type { Timer } from '../clock';
import { droppedEvent, type AccountInfo } from '../content/events';
import {
	ListenerGone,
	type DroppedListener,
	type EngineEvent,
	type EventListener,
	type EventType,
	type IncomingMessageEvent,
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
import { fromFreeLanes, laneOf } from './lanes';
import { createRefusedBatches, type RefusedBatches } from './refused-batches';

/**
 * How many batches of one subscription may be with n8n at a time; the rest waits on disk. A batch is answered when its
 * execution ends, begins to wait, or is stopped (by a person or by a timeout set in n8n), however long that takes: so many
 * executions that go on for hours hold back those behind them, as they should. There is no time after which a batch
 * counts as not taken: handed over while its first execution still waits for its turn, it would take that one's place in n8n
 * under the same key, or run twice. That also holds when this thread ends and the next one does not know what is with n8n:
 * the gateway, which lives in n8n's own thread, answers for it (`Subscriber.running`).
 */
export const MAX_IN_FLIGHT = 50;

/**
 * When so many are there, a chat that has none among them still hands over one: those of one chat may wait for files that
 * do not come. The trigger starts no more executions at a time than `MAX_IN_FLIGHT` (nodes/WhatsAppLinkedTrigger/turns.ts).
 */
const MAX_HANDED_OVER = 200;

/** More triggers than a number has. */
const MAX_WISHES = 1_000;

/**
 * Events on their way to the triggers. An event is on disk before it is handed over, once for all subscriptions that
 * asked for it, and goes when n8n has taken it. Events that nobody asked for are not kept.
 */
export interface EventLog {
	/** Stores what happened together, as one batch for each event type; joins the caller's transaction. */
	append(events: readonly EngineEvent[]): void;
	/** Hands over what is waiting; call it after the transaction that appended. */
	flush(): void;
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

/** Batches of a subscription that are with n8n. They outlive a reader: what the old one took is not handed to the new. */
type InFlight = Set<number>;

interface BatchRow {
	seq: number;
	id: string;
	type: EventType;
	events: Uint8Array;
}

/** As the database has it: JSON. */
type StoredWish = Record<keyof Wish, string>;

/** Each event is held against all that there are: they are read once. */
interface ReadWish {
	isWanted: IsWanted;
	collect: CollectWish | undefined;
}

interface Reader {
	isWanted: IsWanted;
	listener: EventListener;
	raw: boolean;
	onDropped: DroppedListener;
}

export function createEventLog(options: EventLogOptions): EventLog {
	const { store, now, after, log, account, onSubscribed, watchTyping = () => undefined } = options;
	const dropped = createDroppedEvents(store, now);
	const { db, seal } = store;
	const place = (id: string) => `batch/${id}`;
	const readers = new Map<string, Reader>();
	const inFlight = new Map<string, InFlight>();
	const refusals = new Map<string, RefusedBatches>();
	const retries = new Set<Timer>();
	const wishes = createBoundedMap<ReadWish>(MAX_WISHES);
	let closed = false;

	// What subscriptions without a durable id left behind when the process died.
	db.run("DELETE FROM subscription WHERE id >= 'once:' AND id < 'once;'");

	const collecting = createCollecting({
		...{ store, now, after, log, flush, watchTyping },
		wishOf(id) {
			const wish = db.get<StoredWish>('SELECT events, filters FROM subscription WHERE id = ?', id);
			return wish && storedWish(wish).collect;
		},
		append: (event, id) => insert([event], [id]),
	});

	function inFlightOf(id: string): InFlight {
		let seqs = inFlight.get(id);
		if (!seqs) inFlight.set(id, (seqs = new Set()));
		return seqs;
	}

	function refusalsOf(id: string): RefusedBatches {
		let found = refusals.get(id);
		if (!found) refusals.set(id, (found = createRefusedBatches(MAX_IN_FLIGHT)));
		return found;
	}

	/** What is to be handed over next. While n8n takes nothing, what it has not seen yet comes first. */
	function next(id: string): BatchRow[] {
		const seqs = inFlightOf(id);
		const refused = refusalsOf(id);
		// What waits to be handed over again is with nobody, and takes no place.
		const withN8n = seqs.size - refused.waiting();
		if (refused.isStrained()) {
			if (withN8n > 0) return [];
			const unseen = oldest(id, new Set([...seqs, ...refused.all()]), 1);
			return unseen.length > 0 ? unseen : oldest(id, seqs, 1);
		}
		const room = MAX_IN_FLIGHT - withN8n;
		const rows = oldest(id, seqs, room);
		if (rows.length < room) return rows;
		const handedOver = new Set([...seqs, ...rows.map(({ seq }) => seq)]);
		return [...rows, ...ofOtherChats(id, handedOver, MAX_HANDED_OVER - withN8n - rows.length)];
	}

	function oldest(id: string, except: ReadonlySet<number>, limit: number): BatchRow[] {
		if (limit <= 0) return [];
		return db.all<BatchRow>(
			`SELECT seq, id, type, events FROM delivery JOIN batch ON seq = batch
			 WHERE subscription = ? AND batch NOT IN (SELECT value FROM json_each(?)) ORDER BY batch LIMIT ?`,
			id,
			JSON.stringify([...except]),
			limit,
		);
	}

	function ofOtherChats(id: string, except: ReadonlySet<number>, limit: number): BatchRow[] {
		const batches = fromFreeLanes(db, id, except, limit);
		if (batches.length === 0) return [];
		return db.all<BatchRow>(
			'SELECT seq, id, type, events FROM batch WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq',
			JSON.stringify(batches),
		);
	}

	function take(id: string): void {
		const reader = readers.get(id);
		if (!reader) return;
		const seqs = inFlightOf(id);
		for (const { seq, id: batchId, type, events } of next(id)) {
			seqs.add(seq);
			const told = JSON.parse(seal.decrypt(events, place(batchId))) as EngineEvent[];
			const wanted = told.filter((event) => reader.isWanted(event, now()));
			void handOver(reader, batchId, wanted).then(
				() => taken(id, seq),
				(error: unknown) => {
					if (error instanceof ListenerGone) returned(id, seq);
					else refused({ seq, subscription: id, type, events: wanted });
				},
			);
		}
	}

	/** A batch of which nothing is wanted, as the subscription asks for less than it did, is taken. */
	function handOver(reader: Reader, batchId: string, wanted: EngineEvent[]): Promise<void> {
		if (wanted.length === 0) return Promise.resolve();
		return reader.listener({ batchId, events: reader.raw ? wanted : wanted.map(withoutRaw) });
	}

	function taken(id: string, seq: number): void {
		inFlightOf(id).delete(seq);
		refusalsOf(id).taken(seq);
		if (closed) return;
		// If the process ends before this is on disk it is handed over again, and n8n knows it by its key.
		db.lazily(() => remove(id, seq));
		take(id);
	}

	/** Nobody has it. */
	function returned(id: string, seq: number): void {
		if (closed) return;
		inFlightOf(id).delete(seq);
		take(id);
	}

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

	function refused(batch: DroppedBatch): void {
		if (closed) return;
		const { seq, subscription: id, type } = batch;
		const pause = refusalsOf(id).refused(seq);
		if (pause === undefined) return putAside(batch);
		log.debug('n8n did not take a batch, and gets it again', { type, inMs: pause });
		const timer = after(pause, () => {
			retries.delete(timer);
			refusalsOf(id).again(seq);
			inFlightOf(id).delete(seq);
			take(id);
		});
		retries.add(timer);
		if (!refusalsOf(id).isStrained()) take(id);
	}

	function putAside(batch: DroppedBatch): void {
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
			readers.get(id)?.onDropped(event);
		} catch (error) {
			// A full disk: n8n gets it once more, and refuses it once more.
			log.warn('A batch could not be dropped', { error: kindOf(error) });
		}
		inFlightOf(id).delete(seq);
		flush();
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
			if (wanted.length > 0) store.db.transaction(() => put(together, wanted));
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

	function flush(): void {
		for (const id of readers.keys()) take(id);
	}

	return {
		append,

		flush,

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
			readers.set(id, reader);
			take(id);
			onSubscribed?.();
			return {
				close() {
					if (readers.get(id) !== reader) return;
					readers.delete(id);
					if (closed) return;
					if (durableId) db.run('UPDATE subscription SET seen_at = ? WHERE id = ?', now(), id);
					else db.run('DELETE FROM subscription WHERE id = ?', id);
				},
			};
		},

		dropped: dropped.count,

		sweep(olderThan, unheardOlderThan = olderThan - 1) {
			const listening = JSON.stringify([...readers.keys()]);
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
			closed = true;
			collecting.close();
			for (const timer of retries) timer.cancel();
			readers.clear();
		},
	};

	function insert(batch: readonly EngineEvent[], subscriptions: readonly string[]): void {
		const first = batch[0] as EngineEvent;
		const { eventId: id, event: type } = first;
		const { changes } = db.run(
			'INSERT OR IGNORE INTO batch (id, type, at, events) VALUES (?, ?, ?, ?)',
			id,
			type,
			now(),
			seal.encrypt(JSON.stringify(batch), place(id)),
		);
		if (changes === 0) return;
		for (const subscription of subscriptions) {
			db.run(
				'INSERT INTO delivery (subscription, batch) SELECT ?, seq FROM batch WHERE id = ?',
				subscription,
				id,
			);
			db.run(
				'INSERT INTO lane (subscription, batch, lane) SELECT ?, seq, ? FROM batch WHERE id = ?',
				subscription,
				laneOf(first),
				id,
			);
		}
	}
}

function readWish(wish: Wish): ReadWish {
	return { isWanted: wishOf(wish), collect: collectWishOf(wish) };
}

/** What is stored is stored once for all subscriptions: those that did not ask for it do not get it. */
function withoutRaw<Event extends EngineEvent>(event: Event): Event {
	if (!('raw' in event) && !('messages' in event)) return event;
	const { raw: _, ...rest } = event as Event & { raw?: object };
	const { messages } = rest as Pick<IncomingMessageEvent, 'messages'>;
	return { ...rest, ...(messages && { messages: messages.map(withoutRaw) }) } as Event;
}

function byType(events: readonly EngineEvent[]): Map<EventType, EngineEvent[]> {
	const groups = new Map<EventType, EngineEvent[]>();
	for (const event of events) {
		groups.set(event.event, [...(groups.get(event.event) ?? []), event]);
	}
	return groups;
}
