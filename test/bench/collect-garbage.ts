import { BroadcastChannel, isMainThread, threadId } from 'node:worker_threads';

/**
 * Preloaded into a program whose memory is measured (`--expose-gc --require`): SIGUSR2 makes all of its threads collect
 * their garbage, so that one measures what is in use and not when V8 has tidied up last. "Last resort" is what V8 does
 * when memory runs out: an ordinary collection keeps the pages that it has emptied, which are 280 MB of an n8n that has
 * just started, and more room than the engine takes would go unnoticed in them.
 */

const orders = new BroadcastChannel('collect-garbage');
const reports = new BroadcastChannel('garbage-collected');
orders.unref();
reports.unref();

/** Bytes of each thread's heap that were in use when it had collected last; in the main thread those of all threads. */
const used = new Map<number, number>();

function collect(): void {
	globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
	used.set(threadId, process.memoryUsage().heapUsed);
}

orders.onmessage = () => {
	collect();
	reports.postMessage([threadId, used.get(threadId)]);
};
if (isMainThread) {
	reports.onmessage = (message) => {
		const [thread, bytes] = (message as { data: [number, number] }).data;
		used.set(thread, bytes);
	};
	process.on('SIGUSR2', () => {
		collect();
		orders.postMessage('');
	});
}

/** Megabytes that all threads had in use after the last collection. */
export function heapUsed(): number {
	return [...used.values()].reduce((sum, bytes) => sum + bytes, 0) / 2 ** 20;
}
