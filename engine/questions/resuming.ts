import { pauseAfter } from '../backoff';
import type { Clock, Timer } from '../clock';
import type { ResumeExecution } from '../gateway/contract';
import { kindOf, type Log } from '../log';

export interface ResumingOptions {
	clock: Clock;
	log: Log;
	resume: ResumeExecution;
	/** Undefined where it waits no more. */
	find(execution: string): { url: string; isPosted: boolean } | undefined;
	/** Whether n8n was told, and nobody knows what came of it. On disk when it returns. */
	setPosted(execution: string, isPosted: boolean): void;
	/** It goes on, or did. */
	onResumed(execution: string): void;
	/** It will never go on. */
	onGone(execution: string): void;
}

/** n8n stores within moments that an execution waits. */
const SOON = { firstMs: 200, longestMs: 10_000 };
/** n8n restarts, or is busy. */
const LATER = { firstMs: 1_000, longestMs: 60_000 };
/** n8n fails at it again and again: an execution that a person has stopped, say. */
const MAX_REFUSALS = 6;

/** Tells n8n to go on until it does. */
export interface Resuming {
	start(execution: string): void;
	close(): void;
}

export function createResuming(options: ResumingOptions): Resuming {
	const { clock, log, resume, find, setPosted, onResumed, onGone } = options;
	const underWay = new Set<string>();
	const timers = new Set<Timer>();
	let closed = false;

	function again(execution: string, inMs: number, tries: Tries): void {
		const timer = clock.after(inMs, () => {
			timers.delete(timer);
			attempt(execution, tries).catch((error: unknown) => {
				log.warn('An execution could not be resumed, which is tried again', {
					error: kindOf(error),
				});
				if (!closed) again(execution, LATER.longestMs, tries);
			});
		});
		timers.add(timer);
	}

	async function attempt(execution: string, tries: Tries): Promise<void> {
		const found = find(execution);
		if (!found) return void underWay.delete(execution);
		setPosted(execution, true);
		const outcome = await resume(found.url);
		if (closed) return;
		// What was told before, and nobody knows what came of it, has had its effect when it does not wait any more.
		if (outcome === 'resumed' || (outcome === 'gone' && found.isPosted))
			return end(execution, onResumed);
		if (outcome === 'gone') return end(execution, onGone);
		if (outcome !== 'unknown') setPosted(execution, false);
		const refused = tries.refused + (outcome === 'refused' ? 1 : 0);
		if (refused >= MAX_REFUSALS) return end(execution, onGone);
		log.debug('An execution does not go on yet', { outcome, tries: tries.all + 1 });
		const pauses = outcome === 'running' ? SOON : LATER;
		again(execution, pauseAfter(tries.all, pauses, clock.random()), {
			all: tries.all + 1,
			refused,
		});
	}

	function end(execution: string, tell: (execution: string) => void): void {
		underWay.delete(execution);
		tell(execution);
	}

	return {
		start(execution) {
			if (closed || underWay.has(execution)) return;
			underWay.add(execution);
			again(execution, 0, { all: 0, refused: 0 });
		},
		close() {
			closed = true;
			for (const timer of timers) timer.cancel();
		},
	};
}

interface Tries {
	all: number;
	refused: number;
}
