/** All that a process should wait for is shorter, or waits for something else, too. */
const LONG_MS = 15_000;

type SetTimer = typeof setTimeout | typeof setInterval;

/**
 * Baileys leaves timers of 30 s (pre-key upload) and 60 s (unanswered queries) behind when a socket ends, and does not look
 * whether it has ended before it begins its keep-alive of 20 s (lib/Socket/socket.js, validateConnection). They keep a
 * process alive. From now on such timers do not; returns the way back.
 */
export function releaseLongTimers(): () => void {
	const { setTimeout, setInterval } = globalThis;
	globalThis.setTimeout = releasing(setTimeout);
	globalThis.setInterval = releasing(setInterval);
	return () => Object.assign(globalThis, { setTimeout, setInterval });
}

function releasing<T extends SetTimer>(original: T): T {
	const set = (callback: (...args: unknown[]) => void, delay?: number, ...args: unknown[]) => {
		const timer = original(callback, delay, ...args);
		return (delay ?? 0) >= LONG_MS ? timer.unref() : timer;
	};
	return Object.assign(set, original) as unknown as T;
}
