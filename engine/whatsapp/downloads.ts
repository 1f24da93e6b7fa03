/** Less than what makes a connection with waiting messages a deaf one (`session/watchdog.ts`). */
const LONGEST_MS = 60_000;

/**
 * Baileys downloads the history, and what the account's devices share, without a deadline of its own (lib/Utils/
 * messages-media.js, getHttpStream); all messages wait for the first, all sends for the second. So whatever this thread
 * fetches ends after a minute, its body included. Nobody else in it fetches anything.
 */
export function limitDownloads(longestMs = LONGEST_MS): void {
	const { fetch } = globalThis;
	globalThis.fetch = (input, init) => {
		const deadline = AbortSignal.timeout(longestMs);
		const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
		return fetch(input, { ...init, signal });
	};
}
