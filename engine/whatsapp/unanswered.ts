/** How long Baileys waits for an answer to a question. */
export const QUERY_TIMEOUT_MS = 30_000;

/** WhatsApp gave no answer, or was too busy for one: whatever it was asked for is not to blame. */
export class Unanswered extends Error {
	constructor() {
		super('WhatsApp did not answer');
	}
}

/**
 * Does what takes questions to WhatsApp. Where no answer came Baileys goes on with nothing (lib/Socket/socket.js,
 * waitForMessage) and fails for another reason; but it has waited until then.
 */
export async function unlessUnanswered<T>(now: () => number, work: () => Promise<T>): Promise<T> {
	const askedAt = now();
	try {
		return await work();
	} catch (error) {
		throw isLate(askedAt, now) ? new Unanswered() : error;
	}
}

/** Whether an answer that is there now, or an error instead of it, can only mean that there was none. */
export function isLate(askedAt: number, now: () => number): boolean {
	return now() - askedAt >= QUERY_TIMEOUT_MS;
}

/**
 * Codes of a server that will answer later (HTTP's): 408 is Baileys' own, 429 comes as `rate-overlimit`. Not 500: that may be
 * what WhatsApp has to say to this one question for ever.
 */
const isPassing = (code: unknown) => code === 408 || code === 429 || code === 503;

/** Whether it is this trouble, in any of its forms. */
export function isUnanswered(error: unknown): boolean {
	if (error instanceof Unanswered) return true;
	const { data, output } = (error ?? {}) as { data?: unknown; output?: { statusCode?: number } };
	// WhatsApp's own code is in `data` (lib/WABinary/generic-utils.js, assertNodeErrorFree); the status code is then 500,
	// as it is for whatever else goes wrong in Baileys.
	return isPassing(data) || output?.statusCode === 408;
}

/** WhatsApp's number for why it refused a question; undefined where that is not what went wrong. */
export function refusalCode(error: unknown): number | undefined {
	// See `isUnanswered`; `data` of other errors of Baileys is no number.
	const { data } = (error ?? {}) as { data?: unknown };
	return typeof data === 'number' && Number.isFinite(data) ? data : undefined;
}
