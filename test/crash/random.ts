import { createHash } from 'node:crypto';

/** Chance that can be had again: the same seed makes the same choices. */
export interface Random {
	/** A whole number from `low` to `high`, both included. */
	between(low: number, high: number): number;
}

/**
 * Mulberry32: small, and good enough to choose moments. Each point has chances of its own, which are the same whatever runs
 * before it.
 */
export function createRandom(seed: number, point: string): Random {
	let state = createHash('sha256').update(`${seed} ${point}`).digest().readUInt32LE();
	const next = (): number => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return { between: (low, high) => low + Math.floor(next() * (high - low + 1)) };
}
