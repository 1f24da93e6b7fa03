import { asList, asText } from '../parameters';
import { field, mapped, type Described, type Field } from './field';

/** A line of text, or several with `typeOptions: { rows }`. */
export function text(described: Described): Field<string> {
	return field({ ...described, type: 'string', default: '' }, asText);
}

/** What is copied from elsewhere: IDs and addresses. */
export function trimmedText(described: Described): Field<string> {
	return mapped(text(described), (value) => value.trim());
}

/** What may be left empty. */
export function optionalText(described: Described): Field<string | undefined> {
	return mapped(trimmedText(described), (value) => value || undefined);
}

/** What narrows something down: undefined where it was not added. An expression that yields nothing must not mean all. */
export function textIfAdded(described: Described): Field<string | undefined> {
	return {
		...text(described),
		read: (place, name) => (place.has(name) ? asText(place.get(name)) : undefined),
	};
}

/** Texts with commas between them, or a list that an expression yields. */
export function list(described: Described): Field<string[]> {
	return field({ ...described, type: 'string', default: '' }, asList);
}
