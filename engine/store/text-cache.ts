/** Texts by key, as many as fit: those that were not asked for longest go first. It remembers too what does not exist. */
export interface TextCache {
	/** Undefined when nothing is known of the key. */
	get(key: string): { text: string | undefined } | undefined;
	set(key: string, text: string | undefined): void;
	clear(): void;
}

/** `capacity` is in characters, of keys and texts. */
export function createTextCache(capacity: number): TextCache {
	const entries = new Map<string, { text: string | undefined }>();
	let size = 0;

	function drop(key: string): void {
		const entry = entries.get(key);
		if (entry && entries.delete(key)) size -= sizeOf(key, entry.text);
	}

	return {
		get(key) {
			const entry = entries.get(key);
			// A Map keeps the order in which its keys came: the last one is the one asked for last.
			if (entry && entries.delete(key)) entries.set(key, entry);
			return entry;
		},
		set(key, text) {
			drop(key);
			entries.set(key, { text });
			size += sizeOf(key, text);
			for (const oldest of entries.keys()) {
				if (size <= capacity) return;
				drop(oldest);
			}
		},
		clear() {
			entries.clear();
			size = 0;
		},
	};
}

function sizeOf(key: string, text = ''): number {
	return key.length + text.length;
}
