import { BroadcastChannel, isMainThread } from 'node:worker_threads';

/**
 * Preloaded into a program whose memory is measured (`--expose-gc --require`): SIGUSR2 makes all of its threads collect
 * their garbage, so that one measures what is in use and not when V8 has tidied up last. "Last resort" is what V8 does
 * when memory runs out: an ordinary collection keeps the pages that it has emptied, which are 280 MB of an n8n that has
 * just started, and more room than the engine takes would go unnoticed in them.
 */

const channel = new BroadcastChannel('collect-garbage');
channel.unref();
const collect = () => globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
channel.onmessage = collect;
if (isMainThread) {
	process.on('SIGUSR2', () => {
		collect();
		channel.postMessage('');
	});
}
