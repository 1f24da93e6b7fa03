/**
 * Sorts by labels of ours, as n8n wants its lists. They are English without accents: `localeCompare` would load the rules
 * of a language for them at each start of n8n.
 */
export function alphabetical<T>(labelOf: (one: T) => string): (a: T, b: T) => number {
	return (a, b) => {
		const [first, second] = [labelOf(a).toLowerCase(), labelOf(b).toLowerCase()];
		if (first === second) return 0;
		return first < second ? -1 : 1;
	};
}
