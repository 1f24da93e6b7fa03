import type { IExecuteFunctions } from 'n8n-workflow';

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

export function asText(value: unknown): string {
	if (typeof value !== 'object' || value === null) return String(value ?? '');
	// Of dates (JavaScript's, and Luxon's as in $now) it is a text, which needs no quotes.
	const { toJSON } = value as { toJSON?: () => unknown };
	return typeof toJSON === 'function' ? asText(toJSON.call(value)) : JSON.stringify(value);
}

/** Commas separate what a field holds; an expression may yield a list. */
export function asList(value: unknown): string[] {
	const entries = Array.isArray(value) ? value.map(asText) : asText(value).split(',');
	return entries.map((entry) => entry.trim()).filter((entry) => entry !== '');
}
