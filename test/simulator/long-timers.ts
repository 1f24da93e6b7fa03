/** Longer than anything a test waits for. */
const LONG_MS = 15_000;

/**
 * Baileys leaves timers of 30 s (pre-key upload) and 60 s (unanswered queries) behind when a socket ends, which
 * keep a process alive. From now on such timers do not; returns the way back.
 */
export function releaseLongTimers(): () => void {
	const original = globalThis.setTimeout;
	const releasing = (
		callback: (...args: unknown[]) => void,
		delay?: number,
		...args: unknown[]
	) => {
		const timer = original(callback, delay, ...args);
		return (delay ?? 0) >= LONG_MS ? timer.unref() : timer;
	};
	globalThis.setTimeout = Object.assign(releasing, original);
	return () => {
		globalThis.setTimeout = original;
	};
}
