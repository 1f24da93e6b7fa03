/** How much of what others send becomes ours. WhatsApp's own apps stay far below all of it. */

/**
 * How deep values may be nested. What is copied to n8n's thread, and what n8n does with it, ends somewhere above 1,000. Other
 * libraries for protobuf open nothing that is deeper; protobuf.js goes on until the stack is full.
 */
export const MAX_DEPTH = 100;

/** Characters of all texts, and values, of one event. */
const MAX_CHARACTERS = 2_000_000;
const MAX_VALUES = 100_000;

/** Whether a value is small and flat enough to be handed on. */
export function isModest(value: unknown): boolean {
	let characters = 0;
	let values = 0;
	// No recursion: it would end where the stack does.
	const left: { value: unknown; depth: number }[] = [{ value, depth: 0 }];
	for (let next = left.pop(); next; next = left.pop()) {
		const { value: found, depth } = next;
		if (typeof found === 'string') characters += found.length;
		values++;
		if (depth > MAX_DEPTH || values > MAX_VALUES || characters > MAX_CHARACTERS) return false;
		if (typeof found !== 'object' || found === null) continue;
		for (const [name, member] of Object.entries(found)) {
			characters += name.length;
			left.push({ value: member, depth: depth + 1 });
		}
	}
	return true;
}

/** How deep JSON is nested, without parsing it. */
export function depthOfJson(text: string): number {
	let depth = 0;
	let deepest = 0;
	let inText = false;
	for (let at = 0; at < text.length; at++) {
		const character = text[at];
		if (inText) {
			if (character === '\\') at++;
			else if (character === '"') inText = false;
		} else if (character === '"') inText = true;
		else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
		else if (character === '}' || character === ']') depth--;
	}
	return deepest;
}

/** The beginning of a text, without half a character at its end. */
export function beginningOf(text: string, most: number): string {
	return text.length > most ? text.slice(0, most).replace(/[\uD800-\uDBFF]$/, '') : text;
}
