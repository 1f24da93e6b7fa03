/**
 * Reads what the npm package `flatted` writes, which is how n8n hands out the data of an execution: a list of values, in
 * which every string inside an object or array is the index of what stands there.
 *
 * @param {string} text
 * @returns {any}
 */
export function parseFlatted(text) {
	const list = JSON.parse(text);
	/** @type {Map<number, any>} */
	const revived = new Map();

	/**
	 * @param {number} index
	 * @returns {any}
	 */
	const valueAt = (index) => {
		const stored = list[index];
		if (typeof stored !== 'object' || stored === null) return stored;
		if (revived.has(index)) return revived.get(index);
		const value = Array.isArray(stored) ? [] : {};
		revived.set(index, value);
		for (const [key, member] of Object.entries(stored)) {
			Reflect.set(value, key, typeof member === 'string' ? valueAt(Number(member)) : member);
		}
		return value;
	};
	return valueAt(0);
}
