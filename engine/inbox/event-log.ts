import { randomUUID } from 'node:crypto';
import type { Timer } from '../clock';
import type { EngineEvent, EventListener, EventType, Subscription } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { fromFreeLanes, laneOf } from './lanes';

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

/** Wait before a batch that n8n did not take is handed over again. */
const RETRY_MS = 5_000;

/**
 * Events on their way to the triggers. An event is on disk before it is handed over, once for each subscription that
 * asked for its type, and goes when n8n has taken it. Events that nobody asked for are not kept.
 */
export interface EventLog {
	/** Stores what happened together, as one batch for each event type; joins the caller's transaction. */
	append(events: readonly EngineEvent[]): void;
	/** Hands over what is waiting; call it after the transaction that appended. */
	flush(): void;
	/** Whether any subscription asks for messages as WhatsApp has them. */
	wantsRaw(): boolean;
	/** Where it resumes, what is left of types that it does not ask for any more is dropped. */
	subscribe(subscription: Subscription, listener: EventListener): { close(): void };
	/** Forgets events, and subscriptions that nobody came back for, older than this. */
	sweep(olderThan: number): void;
	close(): void;
}

export interface EventLogOptions {
	store: AccountStore;
	now: () => number;
	after: (ms: number, task: () => void) => Timer;
}

/** Batches of a subscription that are with n8n. They outlive a reader: what the old one took is not handed to the new. */
type InFlight = Set<number>;

interface BatchRow {
	seq: number;
	id: string;
	events: Uint8Array;
}

interface Reader {
	listener: EventListener;
	raw: boolean;
}

export function createEventLog({ store, now, after }: EventLogOptions): EventLog {
	const { db, seal } = store;
	const place = (id: string) => `batch/${id}`;
	const readers = new Map<string, Reader>();
	const inFlight = new Map<string, InFlight>();
	const retries = new Set<Timer>();
	let closed = false;

	// What subscriptions without a durable id left behind when the process died.
	db.run("DELETE FROM subscription WHERE id LIKE 'once:%'");
	dropOrphans();

	function dropOrphans(): void {
		db.run('DELETE FROM batch WHERE seq NOT IN (SELECT batch FROM delivery)');
	}

	function inFlightOf(id: string): InFlight {
		let seqs = inFlight.get(id);
		if (!seqs) inFlight.set(id, (seqs = new Set()));
		return seqs;
	}

	function oldest(id: string, seqs: InFlight): BatchRow[] {
		const rows = db
			.all<BatchRow>(
				`SELECT seq, id, events FROM delivery JOIN batch ON seq = batch
				 WHERE subscription = ? ORDER BY batch LIMIT ?`,
				id,
				MAX_IN_FLIGHT,
			)
			.filter(({ seq }) => !seqs.has(seq))
			.slice(0, Math.max(0, MAX_IN_FLIGHT - seqs.size));
		for (const { seq } of rows) seqs.add(seq);
		return rows;
	}

	function ofOtherChats(id: string, seqs: InFlight): BatchRow[] {
		if (seqs.size < MAX_IN_FLIGHT) return [];
		const batches = fromFreeLanes(db, id, seqs, MAX_HANDED_OVER - seqs.size);
		for (const batch of batches) seqs.add(batch);
		return batches.length === 0
			? []
			: db.all<BatchRow>(
					'SELECT seq, id, events FROM batch WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq',
					JSON.stringify(batches),
				);
	}

	function take(id: string): void {
		const reader = readers.get(id);
		if (!reader) return;
		const { listener } = reader;
		const seqs = inFlightOf(id);
		for (const row of [...oldest(id, seqs), ...ofOtherChats(id, seqs)]) {
			const events = JSON.parse(seal.open(row.events, place(row.id))) as EngineEvent[];
			void listener({ batchId: row.id, events: reader.raw ? events : events.map(withoutRaw) }).then(
				() => taken(id, row.seq),
				() => refused(id, row.seq),
			);
		}
	}

	function taken(id: string, seq: number): void {
		inFlightOf(id).delete(seq);
		if (closed) return;
		// If the process ends before this is on disk it is handed over again, and n8n knows it by its key.
		db.lazily(() => {
			db.run('DELETE FROM delivery WHERE subscription = ? AND batch = ?', id, seq);
			db.run('DELETE FROM batch WHERE seq = ? AND seq NOT IN (SELECT batch FROM delivery)', seq);
		});
		take(id);
	}

	function refused(id: string, seq: number): void {
		if (closed) return;
		const timer = after(RETRY_MS, () => {
			retries.delete(timer);
			inFlightOf(id).delete(seq);
			take(id);
		});
		retries.add(timer);
	}

	return {
		append(events) {
			const asking = db
				.all<{ id: string; events: string }>('SELECT id, events FROM subscription')
				.map((row) => ({ id: row.id, types: JSON.parse(row.events) as EventType[] }));
			for (const [type, batch] of byType(events)) {
				const ids = asking.filter(({ types }) => types.includes(type)).map(({ id }) => id);
				if (ids.length > 0) store.db.transaction(() => insert(batch, ids));
			}
		},

		flush() {
			for (const id of readers.keys()) take(id);
		},

		wantsRaw: () => db.get('SELECT 1 FROM subscription WHERE raw = 1 LIMIT 1') !== undefined,

		subscribe({ durableId, events, start, raw = false }, listener) {
			const id = durableId ? `trigger:${durableId}` : `once:${randomUUID()}`;
			db.transaction(() => {
				if (start === 'now') db.run('DELETE FROM subscription WHERE id = ?', id);
				db.run(
					`INSERT INTO subscription (id, events, raw, seen_at) VALUES (?, ?, ?, ?)
					 ON CONFLICT (id) DO UPDATE
					 SET events = excluded.events, raw = excluded.raw, seen_at = excluded.seen_at`,
					id,
					JSON.stringify(events),
					raw ? 1 : 0,
					now(),
				);
				// Leftovers of types that are not asked for any more.
				const { changes } = db.run(
					`DELETE FROM delivery WHERE subscription = ? AND
					 (SELECT type FROM batch WHERE seq = delivery.batch) NOT IN (SELECT value FROM json_each(?))`,
					id,
					JSON.stringify(events),
				);
				if (start === 'now' || changes > 0) dropOrphans();
			});
			const reader = { listener, raw };
			readers.set(id, reader);
			take(id);
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

		sweep(olderThan) {
			for (const id of readers.keys()) {
				db.run('UPDATE subscription SET seen_at = ? WHERE id = ?', now(), id);
			}
			db.run('DELETE FROM subscription WHERE seen_at < ?', olderThan);
			db.run('DELETE FROM batch WHERE at < ?', olderThan);
			dropOrphans();
		},

		close() {
			closed = true;
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
			seal.close(JSON.stringify(batch), place(id)),
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

/** Batches are stored once for all subscriptions: those that did not ask for it do not get it. */
function withoutRaw(event: EngineEvent): EngineEvent {
	if (!('raw' in event)) return event;
	const { raw: _, ...rest } = event;
	return rest;
}

function byType(events: readonly EngineEvent[]): Map<EventType, EngineEvent[]> {
	const groups = new Map<EventType, EngineEvent[]>();
	for (const event of events) {
		groups.set(event.event, [...(groups.get(event.event) ?? []), event]);
	}
	return groups;
}
