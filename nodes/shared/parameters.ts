import type { IExecuteFunctions } from 'n8n-workflow';

import { EngineError } from '../../engine/gateway/contract';

/** What a field holds as text: an expression may yield a number, or nothing. */
export function textOf(functions: IExecuteFunctions, itemIndex: number, name: string): string {
	return asText(functions.getNodeParameter(name, itemIndex, ''));
}

/** The same for a field that may stay empty. */
export function optionalTextOf(
	functions: IExecuteFunctions,
	itemIndex: number,
	name: string,
): string | undefined {
	return textOf(functions, itemIndex, name).trim() || undefined;
}

/** A number, or NaN: an empty field is none, though `Number('')` is 0. */
export function numberOf(functions: IExecuteFunctions, itemIndex: number, name: string): number {
	const value = functions.getNodeParameter(name, itemIndex, '');
	return asText(value).trim() === '' ? NaN : Number(value);
}

/** Of a switch, or of an option that is off unless it was added. Error: INVALID_SETTING, with `label`. */
export function booleanOf(
	functions: IExecuteFunctions,
	itemIndex: number,
	name: string,
	label: string,
): boolean {
	return asBoolean(label, functions.getNodeParameter(name, itemIndex, false));
}

export function asText(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	// Of dates (JavaScript's, and Luxon's as in $now) it is a text, which needs no quotes.
	const { toJSON } = value as { toJSON?: () => unknown };
	return typeof toJSON === 'function' ? asText(toJSON.call(value)) : JSON.stringify(value);
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
		`Choose one from the list, or use one of these in the expression: ${Object.keys(choices).join(', ')}.`,
	);
}

/** Commas separate what a field holds; an expression may yield a list. */
export function asList(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(asText) : asText(value).split(',');
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
