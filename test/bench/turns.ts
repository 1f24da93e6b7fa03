import { join } from 'node:path';
import { getEnvironmentData } from 'node:worker_threads';

/** Node's flags for a program of which the turns of the event loop are measured. */
export const WITH_TURNS = ['--require', join(__dirname, 'watch-turns.js')];

/** By what name a process's threads find the memory for what they measured: milliseconds, by thread. */
export const LONGEST_TURNS = 'longest turns';

/** What they measured. */
export function longestTurns(): Float64Array {
	return new Float64Array(getEnvironmentData(LONGEST_TURNS) as unknown as SharedArrayBuffer);
}

/** Milliseconds of the longest turn that any thread had since it was asked last; at most one too many. */
export function longestTurn(): number {
	const turns = longestTurns();
	const longest = Math.max(...turns);
	turns.fill(0);
	return longest;
}
