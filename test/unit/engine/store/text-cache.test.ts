import { createTextCache } from '../../../../engine/store/text-cache';

describe('A text', () => {
	test('is known with its key, and so is that there is none', () => {
		const cache = createTextCache(100);
		expect(cache.get('a')).toBeUndefined();
		cache.set('a', 'text');
		cache.set('b', undefined);
		expect(cache.get('a')).toEqual({ text: 'text' });
		expect(cache.get('b')).toStrictEqual({ text: undefined });
	});

	test('is the last one that was set', () => {
		const cache = createTextCache(100);
		cache.set('a', 'one');
		cache.set('a', 'two');
		expect(cache.get('a')).toEqual({ text: 'two' });
	});

	test('goes when there is no room, those first that were not asked for longest', () => {
		const cache = createTextCache(9);
		for (const key of ['a', 'b', 'c']) cache.set(key, '12');
		cache.get('a');
		cache.set('d', '12');
		expect(['a', 'b', 'c', 'd'].filter((key) => cache.get(key))).toEqual(['a', 'c', 'd']);
	});

	test('that would fill all by itself is not kept', () => {
		const cache = createTextCache(9);
		cache.set('a', 'x'.repeat(9));
		expect(cache.get('a')).toBeUndefined();
	});

	test('makes room when it is replaced or goes', () => {
		const cache = createTextCache(9);
		for (let times = 0; times < 10; times++) cache.set('a', '12345');
		cache.set('b', '1');
		expect(cache.get('a')).toBeDefined();
		cache.clear();
		expect(cache.get('a')).toBeUndefined();
		cache.set('c', '12345678');
		expect(cache.get('c')).toBeDefined();
	});
});
