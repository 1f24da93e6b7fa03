import { beginningOf, depthOfJson, isModest, MAX_DEPTH } from '../../../../engine/content/limits';

const nested = (depth: number): unknown => JSON.parse('['.repeat(depth) + ']'.repeat(depth));

test.each([
	['1', 0],
	['"[[[{{{"', 0],
	['"\\"[["', 0],
	['"\\\\"', 0],
	['[]', 1],
	['{"a":[1,{"b":2}],"c":[]}', 3],
	['['.repeat(100_000), 100_000],
])('The depth of %.30s is %d', (json, depth) => {
	expect(depthOfJson(json)).toBe(depth);
});

test('What is small and flat is modest', () => {
	expect(isModest({ a: [1, 'two', null, { three: 3 }] })).toBe(true);
	expect(isModest('text')).toBe(true);
	expect(isModest(nested(MAX_DEPTH))).toBe(true);
});

test.each([
	['nested too deeply', nested(MAX_DEPTH + 2)],
	['nested beyond the stack', nested(100_000)],
	['too long', { text: 'x'.repeat(2_000_001) }],
	['too long in its names', { ['x'.repeat(2_000_001)]: 1 }],
	['too many', Array.from({ length: 100_001 }, () => 0)],
])('What is %s is not', (_what, value) => {
	expect(isModest(value)).toBe(false);
});

test('The beginning of a text holds whole characters', () => {
	expect(beginningOf('ab', 2)).toBe('ab');
	expect(beginningOf('abc', 2)).toBe('ab');
	expect(beginningOf('a👋', 2)).toBe('a');
	expect(beginningOf('a👋', 3)).toBe('a👋');
});
