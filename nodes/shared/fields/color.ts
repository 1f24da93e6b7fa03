import { asText } from '../parameters';
import { field, type Described, type Field } from './field';

/** `#RRGGBB`, as n8n's palette has it: an option. */
export function color(described: Described & { default: string }): Field<string | undefined> {
	return field({ ...described, type: 'color' }, (value) => asText(value).trim() || undefined);
}
