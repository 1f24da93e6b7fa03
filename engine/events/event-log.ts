import { randomUUID } from 'node:crypto';
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
import { withJids } from './filter';
import { batchPlace, createHandOver } from './hand-over';
import { laneOf } from './lanes';
import { createSubscriptions, type StoredSubscription } from './subscriptions';

/** What the names of subscriptions begin with that end with whoever has them. */
const ONCE = 'once:';

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
	/** What subscriptions say that pauses conversations. */
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

export function createEventLog(options: EventLogOptions): EventLog {
	const { store, now, after, log, account, onSubscribed, watchTyping = () => undefined } = options;
	const dropped = createDroppedEvents(store, now);
	const { db, seal } = store;
	const handOver = createHandOver({ store, now, after, log, putAside });
	const subscriptions = createSubscriptions(db, now);

	// What subscriptions without a durable id left behind when the process died.
	for (const { id } of subscriptions.all()) if (id.startsWith(ONCE)) subscriptions.remove(id);

	const collecting = createCollecting({
		...{ store, now, after, log, watchTyping },
		wishOf: (id) => subscriptions.find(id)?.collect,
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

	function append(events: readonly EngineEvent[]): void {
		const at = now();
		for (const together of byType(events).values()) {
			const wanted = subscriptions
				.all()
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
			Pick<StoredSubscription, 'id' | 'collect'> & { its: ReadonlySet<EngineEvent> }
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

		wants: (type) => subscriptions.all().some(({ events }) => events.includes(type)),

		wantsAlbums: () => subscriptions.filters().some(({ albums }) => albums !== undefined),

		stepAsides: () => subscriptions.filters().flatMap(({ stepAside }) => stepAside ?? []),

		wantsRaw: () => subscriptions.all().some(({ raw }) => raw),

		subscribe(subscription, listener, onDropped = () => undefined) {
			const { durableId, events, start, raw = false } = subscription;
			const filters = withJids(subscription.filters ?? {}, account().phone);
			const id = durableId ? `trigger:${durableId}` : `${ONCE}${randomUUID()}`;
			const { isWanted } = db.transaction(() => {
				if (start === 'now') subscriptions.remove(id);
				const stored = subscriptions.put({ id, events, filters, raw });
				// Leftovers of types that are not asked for any more. What the filters say is read from the events (`handOver`).
				db.run(
					`DELETE FROM delivery WHERE subscription = ? AND
					 (SELECT type FROM batch WHERE seq = delivery.batch) NOT IN (SELECT value FROM json_each(?))`,
					id,
					JSON.stringify(events),
				);
				return stored;
			});
			const reader = { listener, isWanted, raw, onDropped };
			handOver.begin(id, reader);
			onSubscribed?.();
			return {
				close() {
					if (!handOver.end(id, reader)) return;
					if (durableId) subscriptions.seen([id]);
					else subscriptions.remove(id);
				},
			};
		},

		dropped: dropped.count,

		sweep(olderThan, unheardOlderThan = olderThan - 1) {
			const listening = handOver.listening();
			subscriptions.seen(listening);
			const unheard = subscriptions.unheard(listening).map(({ id, seenAt }) => ({
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
			subscriptions.removeUnseen(olderThan);
			return [old.changes, ...changes].some((count) => count === SLICE);
		},

		close() {
			collecting.close();
			handOver.close();
		},
	};

	function insert(batch: readonly EngineEvent[], asking: readonly string[]): void {
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
		for (const subscription of asking) {
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

function byType(events: readonly EngineEvent[]): Map<EventType, EngineEvent[]> {
	const groups = new Map<EventType, EngineEvent[]>();
	for (const event of events) {
		groups.set(event.event, [...(groups.get(event.event) ?? []), event]);
	}
	return groups;
}
