import { LRUCache } from 'lru-cache';

/**
 * A map of so many entries: those that were set or got longest ago go first. They are counted as sizes of one: with `max` the
 * cache takes the memory for all of them at once, which is 200 KB for 10,000, of each account.
 */
export function createBoundedMap<V extends NonNullable<unknown>>(
	most: number,
): LRUCache<string, V> {
	return new LRUCache<string, V>({ maxSize: most, sizeCalculation: () => 1 });
}
