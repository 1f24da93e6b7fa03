/** So long requests may keep a turn of the event loop busy: frames, timers and other numbers wait meanwhile. */
const SLICE_MS = 5;

/**
 * Begins requests in turns: one of each account that has any, and the next ones of all. Node hands a thread all messages that
 * have come for it within one turn of its event loop, so that thousands of sends at once would hold up every other number, and
 * all connections, for a second.
 */
export interface RequestTurns {
	/** Begins it, at once where nothing else waits. Those of one account begin in their order. */
	add(account: string, begin: () => void): void;
}

export function createRequestTurns(now: () => number, sliceMs = SLICE_MS): RequestTurns {
	/** By account; whose turn it is next comes first. */
	const waiting = new Map<string, Array<() => void>>();
	let sliceBegan: number | undefined;
	const isOver = () => sliceBegan !== undefined && now() - sliceBegan >= sliceMs;

	function start(begin: () => void): void {
		if (sliceBegan === undefined) {
			sliceBegan = now();
			setImmediate(() => {
				sliceBegan = undefined;
				goOn();
			});
		}
		begin();
	}

	function goOn(): void {
		const next = isOver() ? undefined : takeNext();
		if (!next) return;
		start(next);
		// A tick comes after all microtasks, and in those what was begun goes on.
		queueMicrotask(() => process.nextTick(goOn));
	}

	function takeNext(): (() => void) | undefined {
		for (const [account, requests] of waiting) {
			const begin = requests.shift();
			waiting.delete(account);
			if (requests.length > 0) waiting.set(account, requests);
			return begin;
		}
		return undefined;
	}

	return {
		add(account, begin) {
			const its = waiting.get(account);
			if (its) its.push(begin);
			else if (waiting.size === 0 && !isOver()) start(begin);
			else waiting.set(account, [begin]);
		},
	};
}
