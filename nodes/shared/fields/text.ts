import { textOf } from '../parameters';
import type { Described, Field } from './field';

/** A line of text, or several with `typeOptions: { rows }`. */
export function text(described: Described): Field<string> {
	return {
		properties: (name) => [{ ...described, name, type: 'string', default: '' }],
		read: ({ functions, itemIndex }, name) => textOf(functions, itemIndex, name),
	};
}
