import { pauseAfter } from '../backoff';

/**
 * Refusals of one batch that count before it is put aside. One counts when n8n has taken something else since the one
 * before: while n8n takes nothing at all (its database is away, say) nothing is the matter with the batch.
 */
const MAX_REFUSALS = 5;

/**
 * Wait before a batch that n8n did not take is handed over again. It doubles with each refusal that counts, and with each
 * one at all while n8n takes nothing.
 */
const RETRY = { firstMs: 5_000, longestMs: 320_000 };

/** What n8n did not take, of one subscription. */
export interface RefusedBatches {
	taken(seq: number): void;
	/** How long to wait before it is handed over again; undefined: never again. */
	refused(seq: number): number | undefined;
	/** The wait is over. */
	again(seq: number): void;
	/** How many wait to be handed over again: they are with nobody. */
	waiting(): number;
	/** n8n has refused as many in a row as it may have at a time: it gets one at a time until it takes one. */
	isStrained(): boolean;
	/** All that were refused and not taken since. */
	all(): Iterable<number>;
}

interface Refused {
	times: number;
	counted: number;
	/** How many batches n8n had taken at the last refusal. */
	takenThen: number;
}

export function createRefusedBatches(maxInRow: number): RefusedBatches {
	const refused = new Map<number, Refused>();
	const waiting = new Set<number>();
	let taken = 0;
	let inRow = 0;
	const isStrained = () => inRow >= maxInRow;

	return {
		taken(seq) {
			taken++;
			inRow = 0;
			refused.delete(seq);
		},
		refused(seq) {
			inRow++;
			const before = refused.get(seq);
			const counts = before !== undefined && taken > before.takenThen;
			const counted = (before?.counted ?? 0) + (counts ? 1 : 0);
			if (counted >= MAX_REFUSALS) {
				refused.delete(seq);
				return undefined;
			}
			const times = (before?.times ?? 0) + 1;
			refused.set(seq, { times, counted, takenThen: taken });
			waiting.add(seq);
			return pauseAfter(isStrained() ? times : counted, RETRY);
		},
		again: (seq) => void waiting.delete(seq),
		waiting: () => waiting.size,
		isStrained,
		all: () => refused.keys(),
	};
}
