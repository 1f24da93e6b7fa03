import { request, type Agent, type IncomingMessage } from 'node:http';
import { request as secureRequest } from 'node:https';
import { Readable } from 'node:stream';

/** Less than what makes a connection with waiting messages a deaf one (`session/watchdog.ts`). */
const LONGEST_MS = 60_000;

/** Options for Baileys: what it downloads comes through the proxy that this agent leads to. It hands `dispatcher` on to `fetch`. */
export function through(agent: Agent | undefined): RequestInit {
	return agent ? ({ dispatcher: agent } as object) : {};
}

/**
 * What Baileys downloads in this thread: the history, what the account's devices share, and which version WhatsApp has. It
 * knows no deadline of its own (lib/Utils/messages-media.js, getHttpStream); all messages wait for the first, all sends for
 * the second. So whatever this thread fetches ends after a minute, its body included. Nobody else in it fetches anything.
 *
 * Node's own `fetch` takes no agents. It refuses one that is handed to it, so nothing goes past a proxy where this is not used.
 */
export function takeOverDownloads(longestMs = LONGEST_MS): void {
	const { fetch } = globalThis;
	globalThis.fetch = (input, init) => {
		const deadline = AbortSignal.timeout(longestMs);
		const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
		const { dispatcher } = (init ?? {}) as { dispatcher?: Agent };
		return dispatcher
			? fetchBy(dispatcher, new Request(input, { headers: init?.headers, signal }))
			: fetch(input, { ...init, signal });
	};
}

/** A GET that follows no redirects: WhatsApp's hosts make none. */
async function fetchBy(agent: Agent, { url, headers, signal }: Request): Promise<Response> {
	const ask = new URL(url).protocol === 'http:' ? request : secureRequest;
	const answer = await new Promise<IncomingMessage>((resolve, reject) => {
		ask(url, { agent, headers: Object.fromEntries(headers), signal })
			.once('response', resolve)
			.once('error', (error) => reject(signal.aborted ? signal.reason : error))
			.end();
	});
	// What breaks later is told to whoever reads the body.
	answer.on('error', () => undefined);
	const body = Readable.toWeb(answer) as ReadableStream;
	return new Response(body, { status: answer.statusCode });
}
