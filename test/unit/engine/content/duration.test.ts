import { duration } from '../../../../engine/content/duration';

const MINUTE = 60_000;

test.each([
	[-5, '1 min'],
	[0, '1 min'],
	[MINUTE + 1, '2 min'],
	[24 * MINUTE, '24 min'],
	[59.5 * MINUTE, '1 h'],
	[60 * MINUTE, '1 h'],
	[200 * MINUTE, '3 h 20 min'],
	[24 * 60 * MINUTE, '1 day'],
	[52 * 60 * MINUTE + 59 * MINUTE, '2 days 4 h'],
	[30 * 24 * 60 * MINUTE, '30 days'],
])('%d ms are "%s"', (ms, words) => {
	expect(duration(ms)).toBe(words);
});
