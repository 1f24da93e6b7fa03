import { setTimeout as sleep } from 'node:timers/promises';

/** Time and chance, injected so that tests own both. */
export interface Clock {
	/** Milliseconds since 1970 UTC. */
	now(): number;
	/** Milliseconds since some moment of this process: no change of the computer's clock moves it. */
	elapsed(): number;
	/** Resolves after `ms`; rejects with an AbortError when `signal` aborts. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
	/** Runs `task` once after `ms`. */
	after(ms: number, task: () => void): Timer;
	/** From 0 up to, but not including, 1. */
	random(): number;
}

/** A timer takes no more than 24 days, and the computer's clock may be changed: what is due later is looked at again. */
export const LONGEST_TIMER_MS = 60 * 60_000;

export interface Timer {
	cancel(): void;
}

export const systemClock: Clock = {
	now: () => Date.now(),
	elapsed: () => performance.now(),
	sleep: (ms, signal) => sleep(ms, undefined, { signal }),
	after(ms, task) {
		const handle = setTimeout(task, ms);
		return { cancel: () => clearTimeout(handle) };
	},
	random: () => Math.random(),
};
