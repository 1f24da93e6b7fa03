import type { EngineEvent, EventType } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';

/** Far more than go wrong; the oldest go first. */
const MAX_DROPPED = 1_000;

/** A batch that a trigger does not get: n8n refused it again and again. */
export interface DroppedBatch {
	seq: number;
	subscription: string;
	type: EventType;
	events: readonly EngineEvent[];
}

/** Batches that were put aside, so that what is behind them goes on. */
export interface DroppedEvents {
	/** Joins the caller's transaction. */
	add(batch: DroppedBatch): void;
	/** How many are known. */
	count(): number;
	/** Forgets what older ones say, and that they were: there are never many. */
	sweep(contentOlderThan: number, recordsOlderThan: number): void;
}

export function createDroppedEvents({ db, seal }: AccountStore, now: () => number): DroppedEvents {
	return {
		add({ seq, subscription, type, events }) {
			db.run(
				'INSERT OR REPLACE INTO dropped (batch, subscription, type, at, events) VALUES (?, ?, ?, ?, ?)',
				seq,
				subscription,
				type,
				now(),
				seal.encrypt(JSON.stringify(events), `dropped/${seq}/${subscription}`),
			);
			db.run(
				'DELETE FROM dropped WHERE (batch, subscription) IN (SELECT batch, subscription FROM dropped ORDER BY at DESC LIMIT -1 OFFSET ?)',
				MAX_DROPPED,
			);
		},
		count: () => Number(db.get<{ n: number }>('SELECT count(*) AS n FROM dropped')?.n),
		sweep(contentOlderThan, recordsOlderThan) {
			db.run(
				'UPDATE dropped SET events = NULL WHERE at <= ? AND events IS NOT NULL',
				contentOlderThan,
			);
			db.run('DELETE FROM dropped WHERE at < ?', recordsOlderThan);
		},
	};
}
