/** The copy of a value that is nested deeper, some thousand levels, fails on the other side, where nobody knows what it was. */
const MAX_DEPTH = 500;

/** Whether data can be copied to another thread or process: text, numbers, lists and objects, not nested too deeply. */
export function isPlain(value: unknown): boolean {
	// No recursion: it would end where the stack does.
	const left = [{ value, depth: 0 }];
	for (let next = left.pop(); next; next = left.pop()) {
		const { value: found, depth } = next;
		if (['function', 'symbol', 'bigint'].includes(typeof found)) return false;
		if (typeof found !== 'object' || found === null || ArrayBuffer.isView(found)) continue;
		if (depth >= MAX_DEPTH) return false;
		for (const member of Object.values(found)) left.push({ value: member, depth: depth + 1 });
	}
	return true;
}
