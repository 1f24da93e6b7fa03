import { pauseAfter } from '../../../engine/backoff';

const BACKOFF = { firstMs: 1_000, longestMs: 30_000 };
const pauses = (random?: number) =>
	[0, 1, 2, 3, 4, 5, 6].map((tries) => pauseAfter(tries, BACKOFF, random));

it('doubles with each try, up to the longest pause', () => {
	expect(pauses()).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
});

it('is up to a quarter longer, as chance has it', () => {
	expect(pauses(1)).toEqual([1_250, 2_500, 5_000, 10_000, 20_000, 37_500, 37_500]);
});

it('stays at the longest pause, however many tries there were', () => {
	expect(pauseAfter(1_000_000, BACKOFF)).toBe(30_000);
});
