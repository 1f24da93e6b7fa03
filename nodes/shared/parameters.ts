import { EngineError } from '../../engine/gateway/contract';

/** What an expression yielded, as what a field is for. */

export function asText(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	// Of dates (JavaScript's, and Luxon's as in $now) it is a text, which needs no quotes.
	const { toJSON } = value as { toJSON?: () => unknown };
	return typeof toJSON === 'function' ? asText(toJSON.call(value)) : JSON.stringify(value);
}

/** NaN for what is none: an empty field, too, though `Number('')` is 0. */
export function asNumber(value: unknown): number {
	return asText(value).trim() === '' ? NaN : Number(value);
}

/** An expression may yield the word; anything else is not guessed at. Error: INVALID_SETTING. */
export function asBoolean(label: string, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	const word = asText(value).trim().toLowerCase();
	if (word === 'true' || word === 'false') return word === 'true';
	throw new EngineError(
		'INVALID_SETTING',
		`${label} is ${JSON.stringify(value)}, but it must be true or false.`,
		`Turn ${label} on or off, or use an expression that yields true or false.`,
	);
}

/**
 * One of a list: an expression may write it in capitals, or with _ between its words. `choices` says what each stands for.
 * Error: INVALID_SETTING.
 */
export function asChoice<T>(
	label: string,
	value: unknown,
	choices: Readonly<Record<string, T>>,
): T {
	const plain = (word: string) => word.replaceAll(/[\s_]/g, '').toLowerCase();
	const chosen = Object.entries(choices).find(([name]) => plain(name) === plain(asText(value)));
	if (chosen) return chosen[1];
	throw new EngineError(
		'INVALID_SETTING',
		`${label} is ${JSON.stringify(value)}, which is none of its choices.`,
		`Choose one from the list, or use one of these in the expression: ${Object.keys(choices).sort().join(', ')}.`,
	);
}

/** Commas separate what a field holds; an expression may yield a list. */
export function asList(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(asText) : asText(value).split(',');
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
