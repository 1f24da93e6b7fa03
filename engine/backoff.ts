/** Pauses that double with each try, from the first to the longest. */
export interface Backoff {
	firstMs: number;
	longestMs: number;
}

/** The pause after so many tries before it. `random`, from 0 to 1, adds up to a quarter, so that not all come back at once. */
export function pauseAfter(tries: number, { firstMs, longestMs }: Backoff, random = 0): number {
	return Math.min(firstMs * 2 ** tries, longestMs) * (1 + random / 4);
}
