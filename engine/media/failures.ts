import { createBoundedMap } from '../bounded-map';
import { EngineError } from '../gateway/contract';

const MINUTE = 60_000;
const MAX_REMEMBERED = 5_000;

/** Files that could not be had, by where they lie: whoever tells of one a thousand times makes us ask for it once. */
export interface Failures {
	/** Why it could not be had a short time ago. */
	of(path: string): EngineError | undefined;
	note(path: string, error: unknown): void;
}

export function createFailures(now: () => number): Failures {
	const failures = createBoundedMap<{ error: EngineError; until: number }>(MAX_REMEMBERED);
	return {
		of(path) {
			const failure = failures.get(path);
			if (!failure) return undefined;
			if (now() < failure.until) return failure.error;
			failures.delete(path);
			return undefined;
		},
		note(path, error) {
			// Only what the media host did says something of the next time.
			if (!(error instanceof EngineError) || error.code !== 'MEDIA_UNREACHABLE') return;
			failures.set(path, { error, until: now() + (error.retryable ? 1 : 10) * MINUTE });
		},
	};
}
