import { addressesIn } from '../address';
import { field, type Described, type Field } from './field';

/**
 * Phone numbers and chat IDs: with commas or line breaks between them, or a list that an expression yields, also of what
 * the trigger puts out of people.
 */
export function people(described: Described): Field<string[]> {
	return addresses('e.g. +55 11 90000-0001, +55 11 90000-0002', described);
}

/** IDs or names of groups, or what other operations put out of groups, in the same ways. */
export function groups(described: Described): Field<string[]> {
	return addresses('e.g. 120363041234567890@g.us, 120363041234567891@g.us', described);
}

function addresses(placeholder: string, described: Described): Field<string[]> {
	return field(
		{ typeOptions: { rows: 2 }, placeholder, ...described, type: 'string', default: '' },
		(value) => {
			const isWritten = typeof value === 'string' && !/^\s*[{[]/.test(value);
			return addressesIn(isWritten ? value.replaceAll(/[\n;]+/g, ',') : value);
		},
	);
}
