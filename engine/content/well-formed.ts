/** Deeper than anything that is sent; what is deeper is refused elsewhere, and must not fill the stack here. */
const MAX_DEPTH = 100;

/**
 * The same with U+FFFD for each half of a surrogate pair: text that was cut in the middle of an emoji. UTF-8 has no form for
 * it: protobuf.js would send bytes that no phone can read, and a hash of it would be that of other words than those which
 * arrive. What has none is returned as it is.
 */
export function wellFormed<T>(value: T): T {
	return mend(value, 0) as T;
}

function mend(value: unknown, depth: number): unknown {
	if (typeof value === 'string') return value.toWellFormed();
	if (typeof value !== 'object' || value === null || depth > MAX_DEPTH) return value;
	if (ArrayBuffer.isView(value)) return value;
	const mended = Object.entries(value)
		.map(([name, item]) => [name, mend(item, depth + 1), item] as const)
		.filter(([, after, before]) => after !== before);
	if (mended.length === 0) return value;
	const changes = mended.map(([name, after]) => [name, after] as const);
	const copy: object = Array.isArray(value)
		? [...(value as unknown[])]
		: Object.assign(Object.create(Object.getPrototypeOf(value) as object), value);
	return Object.assign(copy, Object.fromEntries(changes));
}
