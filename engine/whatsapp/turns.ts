/**
 * So long a turn of the event loop may be kept busy: other numbers, frames and timers wait meanwhile. What was written is
 * flushed after each (`Database.lazily`), so they are not shorter. A send of another number takes some three of them.
 */
const SLICE_MS = 10;
/**
 * So many within a millisecond do not wait for each other: a message to one person goes to a few devices, and of each is asked
 * twice whether there is a session.
 */
const FEW = 10;

/** Resolves when the caller may go on; never rejects. Undefined: at once. */
export type Turn = () => Promise<void> | undefined;

/**
 * Hands out time to compute, to one caller after another. To encrypt for a thousand devices is a thousand pieces of work that
 * are begun all at once (lib/Socket/messages-send.js, createParticipantNodes) and wait for nothing but each other, so that
 * all else would wait for the last of them. Here a caller goes on when nothing is left to do at once for the one before: in
 * the same turn of the event loop while its slice lasts, and then in the next one. Waiting takes a tenth of the
 * work's time, so a few callers do not.
 */
export function createTurns(now: () => number, sliceMs = SLICE_MS, few = FEW): Turn {
	const queue: Array<() => void> = [];
	let isBusy = false;
	let sliceBegan: number | undefined;
	let millisecond = { began: -Infinity, callers: 0 };

	const isOver = () => sliceBegan !== undefined && now() - sliceBegan >= sliceMs;

	function goOn(): void {
		const next = isBusy || isOver() ? undefined : queue.shift();
		if (!next) return;
		if (sliceBegan === undefined) beginSlice();
		isBusy = true;
		next();
		// A tick comes after all microtasks, and of those the work consists that goes on now.
		queueMicrotask(() => process.nextTick(finish));
	}

	function finish(): void {
		isBusy = false;
		goOn();
	}

	function beginSlice(): void {
		sliceBegan = now();
		// The first of these may still come in the turn that the slice began in.
		setImmediate(() => {
			sliceBegan = undefined;
			if (queue.length > 0) setImmediate(goOn);
		});
	}

	/** Whether the caller is one of a few, and need not wait for any other. */
	function isOfFew(): boolean {
		if (now() - millisecond.began >= 1) millisecond = { began: now(), callers: 0 };
		millisecond.callers++;
		return millisecond.callers <= few && !isBusy && queue.length === 0;
	}

	return () => {
		if (isOfFew() && !isOver()) {
			if (sliceBegan === undefined) beginSlice();
			return undefined;
		}
		return new Promise((resolve) => {
			queue.push(resolve);
			goOn();
		});
	};
}

/** Of this thread, whichever number something is computed for. */
export const turn = createTurns(() => performance.now());
