import { isMainThread, setEnvironmentData, threadId } from 'node:worker_threads';
import { LONGEST_TURNS, longestTurns } from './turns';

/**
 * Preloaded into a program of which the turns of the event loop are measured: in each thread a timer that is always due, which
 * Node calls once in each turn.
 */

const MAX_THREADS = 64;

// All threads get the same memory: https://nodejs.org/api/worker_threads.html#worker_threadssetenvironmentdatakey-value
if (isMainThread) setEnvironmentData(LONGEST_TURNS, new SharedArrayBuffer(8 * MAX_THREADS));
const turns = longestTurns();

let before = performance.now();
setInterval(() => {
	const at = performance.now();
	turns[threadId] = Math.max(turns[threadId] ?? 0, at - before);
	before = at;
}, 1).unref();
