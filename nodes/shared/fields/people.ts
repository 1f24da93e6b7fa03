import { addressesIn } from '../address';
import type { Described, Field } from './field';

/**
 * Phone numbers and chat IDs: with commas or line breaks between them, or a list that an expression yields, also of what
 * the trigger puts out of people.
 */
export function people(described: Described): Field<string[]> {
	return {
		properties: (name) => [
			{
				typeOptions: { rows: 2 },
				placeholder: 'e.g. +55 11 90000-0001, +55 11 90000-0002',
				...described,
				name,
				type: 'string',
				default: '',
			},
		],
		read({ functions, itemIndex }, name) {
			const value: unknown = functions.getNodeParameter(name, itemIndex, '');
			const isWritten = typeof value === 'string' && !/^\s*[{[]/.test(value);
			return addressesIn(isWritten ? value.replaceAll(/[\n;]+/g, ',') : value);
		},
	};
}
