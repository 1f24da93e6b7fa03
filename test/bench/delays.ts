import { setTimeout as pause } from 'node:timers/promises';
import type { Times } from './variant';

const LOOK_EVERY_MS = 50;

/** Milliseconds from when each message left until it arrived; resolves when all have. */
export async function delays(left: Times, arrivals: () => Promise<Times>): Promise<number[]> {
	const ids = Object.keys(left);
	for (;;) {
		const arrived = await arrivals();
		if (ids.every((id) => id in arrived)) {
			return ids.map((id) => (arrived[id] ?? NaN) - (left[id] ?? NaN));
		}
		await pause(LOOK_EVERY_MS);
	}
}
