import type { Clock } from '../clock';

/**
 * Between the beginnings of two connections of a process: half as long at least, half as long again at most. A login takes
 * some 15 ms of processor time, so that two thirds of a core are left for the numbers that are connected.
 */
const GAP_MS = 50;

/**
 * In how many milliseconds it is the next number's turn to connect, of all numbers of this process. After a start, and when
 * the network is back, all of them want to at once: they would hold up each other, and WhatsApp sees them come from one
 * address.
 */
export type NextDialTurn = () => number;

export function createDialTurns(clock: Pick<Clock, 'elapsed' | 'random'>): NextDialTurn {
	let free = 0;
	return () => {
		const now = clock.elapsed();
		const turn = Math.max(now, free);
		free = turn + GAP_MS * (0.5 + clock.random());
		return turn - now;
	};
}
