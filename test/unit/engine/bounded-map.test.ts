import { createBoundedMap } from '../../../engine/bounded-map';

it('forgets what was used longest ago when there is more than it may hold', () => {
	const map = createBoundedMap<number>(3);
	for (const [index, key] of ['a', 'b', 'c'].entries()) map.set(key, index);
	map.get('a');
	map.set('d', 3);
	expect(['a', 'b', 'c', 'd'].filter((key) => map.has(key))).toEqual(['a', 'c', 'd']);
	expect(map.get('a')).toBe(0);
});
