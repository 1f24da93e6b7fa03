import { systemClock, type Clock } from '../../engine/clock';

/** The system's clock, for tests with real sockets, that can skip time: what falls due meanwhile runs at once. */
export interface SkippingClock extends Clock {
	skip(ms: number): void;
	/** Puts the clock on or back: no time passes. */
	shift(ms: number): void;
	/** As all other clocks have it: time that was skipped has passed for everybody. */
	trueTime(): number;
	/** Resolves when a timer of about this many milliseconds is set: what is left of a pause may be a little less. */
	timerOf(ms: number): Promise<void>;
}

const TOLERANCE_MS = 50;

export function createSkippingClock(): SkippingClock {
	let skipped = 0;
	let shifted = 0;
	const entries = new Set<{ at: number; run(): void }>();
	const expected = new Set<{ ms: number; resolve: () => void }>();

	const clock: SkippingClock = {
		now: () => systemClock.now() + skipped + shifted,
		elapsed: () => systemClock.elapsed() + skipped,
		trueTime: () => systemClock.now() + skipped,
		random: () => systemClock.random(),
		after(ms, task) {
			const entry = {
				at: clock.elapsed() + ms,
				run() {
					cancel();
					task();
				},
			};
			const timer = systemClock.after(ms, entry.run);
			const cancel = () => {
				timer.cancel();
				entries.delete(entry);
			};
			entries.add(entry);
			for (const wanted of expected) {
				if (Math.abs(wanted.ms - ms) > TOLERANCE_MS) continue;
				expected.delete(wanted);
				wanted.resolve();
			}
			return { cancel };
		},
		sleep: (ms, signal) =>
			new Promise((resolve, reject) => {
				signal?.throwIfAborted();
				const abort = () => {
					timer.cancel();
					reject(new DOMException('The operation was aborted', 'AbortError'));
				};
				const timer = clock.after(ms, () => {
					signal?.removeEventListener('abort', abort);
					resolve();
				});
				signal?.addEventListener('abort', abort, { once: true });
			}),
		timerOf: (ms) => new Promise((resolve) => expected.add({ ms, resolve })),
		skip(ms) {
			skipped += ms;
			const due = [...entries].filter(({ at }) => at <= clock.elapsed());
			// One that ran before it may have cancelled it.
			for (const entry of due.sort((a, b) => a.at - b.at)) if (entries.has(entry)) entry.run();
		},
		shift(ms) {
			shifted += ms;
		},
	};
	return clock;
}
