import { LRUCache } from 'lru-cache';

/** Texts by key, as many as fit: those that were not asked for longest go first. It remembers too what does not exist. */
export interface TextCache {
	/** Undefined when nothing is known of the key. */
	get(key: string): { text: string | undefined } | undefined;
	set(key: string, text: string | undefined): void;
	clear(): void;
}

/** `capacity` is in characters, of keys and texts. */
export function createTextCache(capacity: number): TextCache {
	const entries = new LRUCache<string, { text: string | undefined }>({
		maxSize: capacity,
		sizeCalculation: ({ text = '' }, key) => key.length + text.length,
	});
	return {
		get: (key) => entries.get(key),
		set: (key, text) => void entries.set(key, { text }),
		clear: () => entries.clear(),
	};
}
