import type { INodePropertyOptions } from 'n8n-workflow';

import { asChoice, asText } from '../parameters';
import { field, labelOf, type Described, type Field } from './field';

interface Choice<T extends string> extends INodePropertyOptions {
	value: T;
}
interface Choices<T extends string> extends Omit<Described, 'options'> {
	options: Array<Choice<T>>;
	default: T;
}
/** What expressions may say besides. */
type Synonyms<T> = Readonly<Record<string, T>>;

/** One of a list. */
export function choice<const T extends string>(
	described: Choices<T>,
	synonyms: Synonyms<T> = {},
): Field<T> {
	return field({ ...described, type: 'options' }, (value) => chosen(described, synonyms, value));
}

/** One of a list, or none: an option. */
export function optionalChoice<const T extends string>(
	described: Choices<T>,
	synonyms: Synonyms<T> = {},
): Field<T | undefined> {
	return field({ ...described, type: 'options' }, (value) =>
		asText(value).trim() === '' ? undefined : chosen(described, synonyms, value),
	);
}

function chosen<T extends string>(described: Choices<T>, synonyms: Synonyms<T>, value: unknown): T {
	const values = described.options.map((option) => [option.value, option.value]);
	const choices = { ...Object.fromEntries(values), ...synonyms } as Record<string, T>;
	return asChoice(labelOf(described), value, choices);
}
