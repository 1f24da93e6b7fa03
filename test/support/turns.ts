import { setImmediate as nextTurn } from 'node:timers/promises';

/** Counts the turns of the event loop for as long as the work lasts. */
export async function turnsOf(work: Promise<unknown>): Promise<number> {
	let turns = 0;
	let isDone = false;
	const done = work.finally(() => (isDone = true));
	for (; !isDone; turns++) await nextTurn();
	await done;
	return turns;
}
