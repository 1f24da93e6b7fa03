import { LRUCache } from 'lru-cache';
import type { Database } from './database';

/**
 * Texts of a database by key, as many as fit: those that were not asked for longest go first. It remembers too what does not
 * exist, and nothing any more when the database is rolled back or gives memory back.
 */
export interface TextCache {
	/** What is remembered of the key, or else what `read` says, which is remembered from then on. */
	memo(key: string, read: () => string | undefined): string | undefined;
	set(key: string, text: string | undefined): void;
	/** Whether this is what is remembered of the key. */
	is(key: string, text: string | undefined): boolean;
	clear(): void;
}

/** `capacity` is in characters, of keys and texts. */
export function createTextCache(
	db: Pick<Database, 'onRollback' | 'onShrink'>,
	capacity: number,
): TextCache {
	const entries = new LRUCache<string, { text: string | undefined }>({
		maxSize: capacity,
		sizeCalculation: ({ text = '' }, key) => key.length + text.length,
	});
	const clear = () => entries.clear();
	db.onRollback(clear);
	db.onShrink(clear);
	const set = (key: string, text: string | undefined) => void entries.set(key, { text });
	return {
		memo(key, read) {
			const known = entries.get(key);
			if (known) return known.text;
			const text = read();
			set(key, text);
			return text;
		},
		set,
		is(key, text) {
			const known = entries.peek(key);
			return known !== undefined && known.text === text;
		},
		clear,
	};
}
