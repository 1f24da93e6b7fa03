import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../../engine/clock';

/** A clock that stands still until a test moves it on. */
export interface FakeClock extends Clock {
	/**
	 * Moves the time on and runs every timer that falls due on the way: earliest first, those of one moment in the order in
	 * which they were set, each at its own time, and each with all that it sets off settled before the next one runs.
	 */
	advance(ms: number): Promise<void>;
	/** Lets everything run that waits for no timer. The time does not move. */
	settle(): Promise<void>;
	/** When the timers that are set fall due, earliest first. */
	due(): number[];
	/** Puts the clock on or back, as a person or the network does: no time passes. */
	shift(ms: number): void;
	/** Lets chance fall as the test says, from now on. */
	setRandom(random: () => number): void;
}

interface Entry {
	at: number;
	task: () => void;
}

export interface FakeClockOptions {
	/** The time it starts at; a fixed one, so that tests are repeatable. */
	now?: number;
	/** The same seed gives the same `random()` numbers. */
	seed?: number;
}

/** 1 July 2026, 12:00 UTC. */
export const START = Date.UTC(2026, 6, 1, 12);

export function createFakeClock({ now = START, seed = 1 }: FakeClockOptions = {}): FakeClock {
	let time = now;
	/** How far the clock was put on or back. */
	let shifted = 0;
	let random = seeded(seed);
	/** Sorted by time; `after` puts a new one behind those of the same time. */
	const entries: Entry[] = [];

	const clock: FakeClock = {
		now: () => time + shifted,
		elapsed: () => time,
		random: () => random(),
		after(ms, task) {
			const entry: Entry = { at: time + Math.max(0, ms), task };
			const later = entries.findIndex(({ at }) => at > entry.at);
			entries.splice(later < 0 ? entries.length : later, 0, entry);
			return {
				cancel() {
					const index = entries.indexOf(entry);
					if (index >= 0) entries.splice(index, 1);
				},
			};
		},
		sleep: (ms, signal) =>
			new Promise((resolve, reject) => {
				const abort = () => {
					timer.cancel();
					reject(new DOMException('The operation was aborted', 'AbortError'));
				};
				const timer = clock.after(ms, () => {
					signal?.removeEventListener('abort', abort);
					resolve();
				});
				if (signal?.aborted) abort();
				else signal?.addEventListener('abort', abort, { once: true });
			}),
		async advance(ms) {
			const end = time + ms;
			await turn();
			for (let next = entries[0]; next && next.at <= end; next = entries[0]) {
				entries.shift();
				time = next.at;
				next.task();
				await turn();
			}
			time = end;
		},
		settle: async () => await turn(),
		due: () => entries.map(({ at }) => at + shifted),
		shift(ms) {
			shifted += ms;
		},
		setRandom(next) {
			random = next;
		},
	};
	return clock;
}

/** Mulberry32: small, and good enough for chance in tests. */
function seeded(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}
