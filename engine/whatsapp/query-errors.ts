/** How long Baileys waits for the answer to a query. */
export const QUERY_TIMEOUT_MS = 30_000;

/** WhatsApp did not answer a query. */
export class QueryTimeout extends Error {
	constructor() {
		super('WhatsApp did not answer');
	}
}

/** WhatsApp refused a part of what it was asked for, and tells so in an answer that is none itself. */
export class Refusal extends Error {
	/** Where `refusalCode` finds it in Baileys' errors, too. */
	constructor(
		readonly data: number,
		text = '',
	) {
		super(`WhatsApp refused (${data})${text && `: ${text}`}`);
	}
}

/**
 * Runs work that queries WhatsApp, and reports an error that comes of a query without an answer as `QueryTimeout`. Baileys
 * goes on with nothing when a query has timed out (lib/Socket/socket.js, waitForMessage), and fails later for another reason.
 */
export async function detectTimeout<T>(now: () => number, work: () => Promise<T>): Promise<T> {
	const askedAt = now();
	try {
		return await work();
	} catch (error) {
		throw hasTimedOut(askedAt, now) ? new QueryTimeout() : error;
	}
}

/** A query has taken as long as its time-out: whatever Baileys makes of it, there was no answer. */
export function hasTimedOut(askedAt: number, now: () => number): boolean {
	return now() - askedAt >= QUERY_TIMEOUT_MS;
}

/**
 * Codes of a server that may answer later, with HTTP's meanings: 408 is Baileys' own, 429 comes as `rate-overlimit`. 500 is
 * not among them: it may be WhatsApp's answer to this query for ever.
 */
const isTransientCode = (code: unknown) => code === 408 || code === 429 || code === 503;

/** WhatsApp did not answer, or was too busy: the same query may succeed later. */
export function isTransient(error: unknown): boolean {
	if (error instanceof QueryTimeout) return true;
	const { data, output } = (error ?? {}) as { data?: unknown; output?: { statusCode?: number } };
	// WhatsApp's own code is in `data` (lib/WABinary/generic-utils.js, assertNodeErrorFree). The status code is 500 then, as
	// it is for all other errors in Baileys.
	return isTransientCode(data) || output?.statusCode === 408;
}

/** The code with which WhatsApp refused a query; undefined where something else went wrong. */
export function refusalCode(error: unknown): number | undefined {
	// See `isTransient`; `data` of Baileys' other errors is no number.
	const { data } = (error ?? {}) as { data?: unknown };
	return typeof data === 'number' && Number.isFinite(data) ? data : undefined;
}
