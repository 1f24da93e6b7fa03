import { createTextCache, type TextCache } from '../../../../engine/store/text-cache';

let forget: Record<'onRollback' | 'onShrink', () => void>;
const db = {
	onRollback: (listener: () => void) => void (forget.onRollback = listener),
	onShrink: (listener: () => void) => void (forget.onShrink = listener),
};
beforeEach(() => (forget = { onRollback: () => undefined, onShrink: () => undefined }));

/** What the cache remembers of a key; "read" where it asks for it. It is remembered from then on, so each key is asked once. */
const known = (cache: TextCache, key: string) => cache.memo(key, () => 'read');

describe('A text', () => {
	test('is known with its key, and so is that there is none', () => {
		const cache = createTextCache(db, 100);
		cache.set('a', 'text');
		cache.set('b', undefined);
		expect(known(cache, 'a')).toBe('text');
		expect(known(cache, 'b')).toBeUndefined();
	});

	test('can be told from another one', () => {
		const cache = createTextCache(db, 100);
		cache.set('a', 'text');
		cache.set('b', undefined);
		expect(cache.is('a', 'text')).toBe(true);
		expect(cache.is('a', 'other')).toBe(false);
		expect(cache.is('b', undefined)).toBe(true);
		expect(cache.is('c', undefined)).toBe(false);
	});

	test('is read once, also where there is none', () => {
		const cache = createTextCache(db, 100);
		const asked: string[] = [];
		const ask = (key: string, text?: string) =>
			cache.memo(key, () => {
				asked.push(key);
				return text;
			});
		expect([ask('a', 'text'), ask('b')]).toEqual(['text', undefined]);
		expect([ask('a', 'other'), ask('b', 'other')]).toEqual(['text', undefined]);
		expect(asked).toEqual(['a', 'b']);
	});

	test.each(['onRollback', 'onShrink'] as const)(
		'is read again after %s of its database',
		(event) => {
			const cache = createTextCache(db, 100);
			cache.set('a', 'text');
			forget[event]();
			expect(known(cache, 'a')).toBe('read');
		},
	);

	test('is the last one that was set', () => {
		const cache = createTextCache(db, 100);
		cache.set('a', 'one');
		cache.set('a', 'two');
		expect(known(cache, 'a')).toBe('two');
	});

	test('goes when there is no room, those first that were not asked for longest', () => {
		const cache = createTextCache(db, 9);
		for (const key of ['a', 'b', 'c']) cache.set(key, '12');
		known(cache, 'a');
		cache.set('d', '12');
		expect(['a', 'c', 'd'].map((key) => known(cache, key))).toEqual(['12', '12', '12']);
		expect(known(cache, 'b')).toBe('read');
	});

	test('that would fill all by itself is not kept', () => {
		const cache = createTextCache(db, 9);
		cache.set('a', 'x'.repeat(9));
		expect(known(cache, 'a')).toBe('read');
	});

	test('makes room when it is replaced or goes', () => {
		const cache = createTextCache(db, 9);
		for (let times = 0; times < 10; times++) cache.set('a', '12345');
		cache.set('b', '1');
		expect(known(cache, 'a')).toBe('12345');
		cache.clear();
		expect(known(cache, 'a')).toBe('read');
		cache.clear();
		cache.set('c', '12345678');
		expect(known(cache, 'c')).toBe('12345678');
	});
});
