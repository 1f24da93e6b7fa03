import { setTimeout } from 'node:timers/promises';

import { pauseAfter } from '../../engine/backoff';
import { isEngineError } from '../shared/errors';

interface Closable {
	close(): Promise<void>;
}

export interface Reports {
	/** Not subscribed yet, for a reason that passes by itself. */
	onDelay(error: unknown): void;
	/** Not subscribed, and it takes a person to change that. */
	onFailure(error: unknown): void;
}

/** Rejects when the signal aborts. */
type Pause = (ms: number, value: undefined, options: { signal: AbortSignal }) => Promise<unknown>;

const PAUSES = { firstMs: 1_000, longestMs: 30_000 };

/**
 * Subscribes, and goes on trying in the background where the error passes by itself (say, another process still holds
 * the account for a moment). n8n tries a trigger that throws five times within 16 seconds and then leaves it dead until
 * somebody publishes the workflow again, so only an error that needs a person may leave here.
 */
export async function subscribePersistently(
	subscribe: () => Promise<Closable>,
	reports: Reports,
	pause: Pause = setTimeout,
): Promise<Closable> {
	try {
		return await subscribe();
	} catch (error) {
		// The caller turns it into a NodeOperationError.
		// eslint-disable-next-line @n8n/community-nodes/require-node-api-error
		if (!passes(error)) throw error;
		reports.onDelay(error);
		return tryOn(subscribe, reports, pause);
	}
}

function tryOn(subscribe: () => Promise<Closable>, reports: Reports, pause: Pause): Closable {
	const closing = new AbortController();

	const attempts = async (): Promise<Closable | undefined> => {
		for (let tries = 0; ; tries++) {
			try {
				await pause(pauseAfter(tries, PAUSES), undefined, { signal: closing.signal });
				return await subscribe();
			} catch (error) {
				if (closing.signal.aborted) return undefined;
				if (!passes(error)) {
					reports.onFailure(error);
					return undefined;
				}
				reports.onDelay(error);
			}
		}
	};

	const subscribed = attempts();
	return {
		close: async () => {
			closing.abort();
			await (await subscribed)?.close();
		},
	};
}

function passes(error: unknown): boolean {
	return isEngineError(error) && error.retryable;
}
