import { LONGEST_TIMER_MS, type Clock, type Timer } from '../clock';

/** Notices when something ends, of which the end may move, and the clock, too. */
export interface EndWatch {
	/** It may have ended, or its end may have moved. */
	look(): void;
	close(): void;
}

/** `until`: undefined when it is over. Then `onEnd` is called at each look. */
export function createEndWatch(
	clock: Clock,
	until: () => number | undefined,
	onEnd: () => void,
): EndWatch {
	let timer: Timer | undefined;

	function look(): void {
		timer?.cancel();
		const end = until();
		if (end === undefined) return onEnd();
		timer = clock.after(Math.min(end - clock.now(), LONGEST_TIMER_MS), look);
	}

	return { look, close: () => timer?.cancel() };
}
