import type { Timer } from '../clock';
import {
	ListenerGone,
	type DroppedListener,
	type EngineEvent,
	type EventDroppedEvent,
	type EventListener,
	type IncomingMessageEvent,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import { createTextCache } from '../store/text-cache';
import type { DroppedBatch } from './dropped-events';
import type { IsWanted } from './filter';
import { fromFreeLanes } from './lanes';
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

/** What n8n has taken is deleted together, and with what is written next: each flush of the disk takes longer than all else. */
export const DELETED_WITHIN_MS = 100;

/**
 * Where more waits than n8n is given at a time, each look for what is next costs more than to hand over one: as n8n takes one after
 * another, there is one look for all that it takes meanwhile.
 */
const LOOK_AGAIN_MS = 5;

/** Of one subscription at most so many wait to be deleted. */
const MAX_TAKEN = 50;

/** Characters of batches that stay in memory: those of some hundred messages. */
const MAX_OPENED = 200_000;

/** Where the events of a batch are sealed for. */
export const batchPlace = (id: string) => `batch/${id}`;

/** Who listens for the events of a subscription. */
export interface Reader {
	isWanted: IsWanted;
	listener: EventListener;
	raw: boolean;
	onDropped: DroppedListener;
}

export interface HandOverOptions {
	store: Pick<AccountStore, 'db' | 'seal'>;
	now: () => number;
	after: (ms: number, task: () => void) => Timer;
	log: Log;
	/** n8n has refused it again and again. What is told of that; undefined where it could not be put aside. */
	putAside(batch: DroppedBatch): EventDroppedEvent | undefined;
}

/** Hands batches over to those who listen, in order, and deletes what they have taken. */
export interface HandOver {
	/**
	 * A batch is written, in the transaction that is open: it is handed over as soon as it is on disk. `events`: its events as
	 * JSON.
	 */
	onWritten(seq: number, events: string): void;
	/** From now on somebody listens, instead of whoever did. What the one before has in hand is not handed over again. */
	begin(subscription: string, reader: Reader): void;
	/** False where somebody else listens by now, and after the close. */
	end(subscription: string, reader: Reader): boolean;
	/** The subscriptions that somebody listens for. */
	listening(): string[];
	close(): void;
}

interface BatchRow {
	seq: number;
	id: string;
	type: EngineEvent['event'];
}

/** What becomes of the batches of a subscription. It outlives a reader: what the old one took is not handed to the new. */
interface Flow {
	/** With n8n, or waiting to be handed over once more. */
	readonly inFlight: Set<number>;
	/** n8n has taken them, and they are still there. */
	readonly taken: Set<number>;
	readonly refused: RefusedBatches;
	/** More may wait on disk than was read. */
	mayHaveMore: boolean;
	/** Until the next look for what is next. */
	look: Timer | undefined;
}

export function createHandOver({ store, now, after, log, putAside }: HandOverOptions): HandOver {
	const { db, seal } = store;
	const readers = new Map<string, Reader>();
	const flows = new Map<string, Flow>();
	const retries = new Set<Timer>();
	/** The first batch of those that are written with one flush of the disk, by the end of it. */
	const unsaved = new Map<Promise<void>, number>();
	/** The events of batches as JSON: most are handed over a moment after they were written. */
	const opened = createTextCache(db, MAX_OPENED);
	let deletion: Timer | undefined;
	let closed = false;

	function flowOf(id: string): Flow {
		let flow = flows.get(id);
		if (!flow) {
			const refused = createRefusedBatches(MAX_IN_FLIGHT);
			const [inFlight, taken] = [new Set<number>(), new Set<number>()];
			flow = { inFlight, taken, refused, mayHaveMore: true, look: undefined };
			flows.set(id, flow);
		}
		return flow;
	}

	// --- What is to be handed over next -----------------------------------------------------------------------------------

	/** While n8n takes nothing, what it has not seen yet comes first. */
	function next(id: string): BatchRow[] {
		const flow = flowOf(id);
		const { inFlight, taken, refused } = flow;
		const handedOver = new Set([...inFlight, ...taken]);
		// What waits to be handed over again is with nobody, and takes no place.
		const withN8n = inFlight.size - refused.waiting();
		flow.mayHaveMore = true;
		if (refused.isStrained()) {
			if (withN8n > 0) return [];
			const unseen = oldest(id, new Set([...handedOver, ...refused.all()]), 1);
			return unseen.length > 0 ? unseen : oldest(id, handedOver, 1);
		}
		const room = MAX_IN_FLIGHT - withN8n;
		const rows = oldest(id, handedOver, room);
		flow.mayHaveMore = rows.length >= room;
		if (!flow.mayHaveMore) return rows;
		for (const { seq } of rows) handedOver.add(seq);
		return [...rows, ...ofOtherChats(id, handedOver, MAX_HANDED_OVER - withN8n - rows.length)];
	}

	function oldest(id: string, except: ReadonlySet<number>, limit: number): BatchRow[] {
		if (limit <= 0) return [];
		return db.all<BatchRow>(
			`SELECT seq, id, type FROM delivery JOIN batch ON seq = batch
			 WHERE subscription = ? AND batch < ? AND batch NOT IN (SELECT value FROM json_each(?)) ORDER BY batch LIMIT ?`,
			id,
			firstUnsaved(),
			JSON.stringify([...except]),
			limit,
		);
	}

	function ofOtherChats(id: string, except: ReadonlySet<number>, limit: number): BatchRow[] {
		const end = firstUnsaved();
		const batches = fromFreeLanes(db, id, except, limit).filter((seq) => seq < end);
		if (batches.length === 0) return [];
		return db.all<BatchRow>(
			'SELECT seq, id, type FROM batch WHERE seq IN (SELECT value FROM json_each(?)) ORDER BY seq',
			JSON.stringify(batches),
		);
	}

	function firstUnsaved(): number {
		return Math.min(Number.MAX_SAFE_INTEGER, ...unsaved.values());
	}

	// --- The way to n8n and back ------------------------------------------------------------------------------------------

	function take(id: string): void {
		const reader = readers.get(id);
		if (!reader) return;
		const flow = flowOf(id);
		flow.look?.cancel();
		flow.look = undefined;
		for (const { seq, id: batchId, type } of next(id)) {
			flow.inFlight.add(seq);
			const wanted = eventsOf(seq, batchId).filter((event) => reader.isWanted(event, now()));
			void handOver(reader, batchId, wanted).then(
				() => taken(id, seq),
				(error: unknown) => {
					if (error instanceof ListenerGone) returned(id, seq);
					else refused({ seq, subscription: id, type, events: wanted });
				},
			);
		}
	}

	function eventsOf(seq: number, batchId: string): EngineEvent[] {
		const text = opened.memo(String(seq), () => {
			const row = db.get<{ events: Uint8Array }>('SELECT events FROM batch WHERE seq = ?', seq);
			return row && seal.decrypt(row.events, batchPlace(batchId));
		});
		return JSON.parse(text as string) as EngineEvent[];
	}

	/** A batch of which nothing is wanted, as the subscription asks for less than it did, is taken. */
	function handOver(reader: Reader, batchId: string, wanted: EngineEvent[]): Promise<void> {
		if (wanted.length === 0) return Promise.resolve();
		return reader.listener({ batchId, events: reader.raw ? wanted : wanted.map(withoutRaw) });
	}

	/** If the process ends before this is on disk it is handed over again, and n8n knows it by its key. */
	function taken(id: string, seq: number): void {
		const flow = flowOf(id);
		flow.inFlight.delete(seq);
		flow.refused.taken(seq);
		if (closed) return;
		flow.taken.add(seq);
		// Each look for what is next has to pass over them.
		if (flow.taken.size >= MAX_TAKEN) attempt(deleteTaken);
		else deletion ??= after(DELETED_WITHIN_MS, () => attempt(deleteTaken));
		if (!flow.mayHaveMore) return;
		if (flow.inFlight.size === 0) take(id);
		else flow.look ??= after(LOOK_AGAIN_MS, () => attempt(() => take(id)));
	}

	function deleteTaken(): void {
		deletion?.cancel();
		deletion = undefined;
		for (const [id, { taken: seqs }] of flows) {
			if (seqs.size === 0) continue;
			const deleted = [...seqs];
			db.lazily(() =>
				db.run(
					'DELETE FROM delivery WHERE subscription = ? AND batch IN (SELECT value FROM json_each(?))',
					id,
					JSON.stringify(deleted),
				),
			);
			seqs.clear();
			// Where it is taken back they are deleted with what is taken next.
			db.saving()?.catch(() => deleted.forEach((seq) => seqs.add(seq)));
		}
	}

	/** Nobody has it. */
	function returned(id: string, seq: number): void {
		if (closed) return;
		flowOf(id).inFlight.delete(seq);
		take(id);
	}

	function refused(batch: DroppedBatch): void {
		if (closed) return;
		const { seq, subscription: id, type } = batch;
		const { inFlight, refused: refusals } = flowOf(id);
		const pause = refusals.refused(seq);
		if (pause === undefined) {
			const event = putAside(batch);
			if (event) readers.get(id)?.onDropped(event);
			return returned(id, seq);
		}
		log.debug('n8n did not take a batch, and gets it again', { type, inMs: pause });
		const timer = after(pause, () => {
			retries.delete(timer);
			refusals.again(seq);
			inFlight.delete(seq);
			take(id);
		});
		retries.add(timer);
		if (!refusals.isStrained()) take(id);
	}

	/** What cannot be read or deleted now is with what comes next. */
	function attempt(work: () => void): void {
		try {
			work();
		} catch (error) {
			log.warn('Events wait, as they cannot be read', { error: kindOf(error) });
		}
	}

	return {
		onWritten(seq, events) {
			opened.set(String(seq), events);
			const saved = db.saving();
			if (!saved || unsaved.has(saved)) return;
			unsaved.set(saved, seq);
			saved.then(
				() => {
					unsaved.delete(saved);
					for (const id of readers.keys()) attempt(() => take(id));
				},
				// What was taken back is not there.
				() => unsaved.delete(saved),
			);
			if (deletion) deleteTaken();
		},
		begin(id, reader) {
			readers.set(id, reader);
			take(id);
		},
		end(id, reader) {
			return readers.get(id) === reader && readers.delete(id);
		},
		listening: () => [...readers.keys()],
		close() {
			if (deletion) attempt(deleteTaken);
			closed = true;
			for (const timer of retries) timer.cancel();
			for (const { look } of flows.values()) look?.cancel();
			readers.clear();
		},
	};
}

/** What is stored is stored once for all subscriptions: those that did not ask for it do not get it. */
function withoutRaw<Event extends EngineEvent>(event: Event): Event {
	if (!('raw' in event) && !('messages' in event)) return event;
	const { raw: _, ...rest } = event as Event & { raw?: object };
	const { messages } = rest as Pick<IncomingMessageEvent, 'messages'>;
	return { ...rest, ...(messages && { messages: messages.map(withoutRaw) }) } as Event;
}
