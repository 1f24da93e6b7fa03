import { wellFormed } from '../../../../engine/content/well-formed';

/** An emoji, cut in the middle. */
const [FIRST = '', SECOND = ''] = '😀'.split('');

describe('Text that was cut in the middle of an emoji', () => {
	test.each([
		[`a${FIRST}`, 'a\uFFFD'],
		[`${SECOND}b`, '\uFFFDb'],
		[`${SECOND}${FIRST}`, '\uFFFD\uFFFD'],
		['whole: 😀 👩‍👩‍👧', 'whole: 😀 👩‍👩‍👧'],
		['', ''],
	])('%j becomes %j', (text, expected) => {
		expect(wellFormed(text)).toBe(expected);
	});

	test('is mended wherever it stands', () => {
		const cut = { a: [FIRST, { b: `x${FIRST}` }], c: 1, d: null, e: undefined };
		expect(wellFormed(cut)).toStrictEqual({
			a: ['\uFFFD', { b: 'x\uFFFD' }],
			c: 1,
			d: null,
			e: undefined,
		});
	});

	test('what has none is the same object, and what has some is not changed itself', () => {
		const whole = { a: ['😀'], bytes: Buffer.from('x') };
		expect(wellFormed(whole)).toBe(whole);
		const cut = { a: [FIRST], bytes: whole.bytes };
		expect(wellFormed(cut).bytes).toBe(whole.bytes);
		expect(cut).toEqual({ a: [FIRST], bytes: whole.bytes });
	});

	test('in something without end fills no stack', () => {
		const ring: { next?: unknown } = {};
		ring.next = ring;
		expect(wellFormed(ring)).toBe(ring);
	});
});
