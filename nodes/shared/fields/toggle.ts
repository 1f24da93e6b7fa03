import { asBoolean } from '../parameters';
import { field, labelOf, mapped, type Described, type Field } from './field';

type Toggle = Described & { default: boolean };

/** A switch. Among the options it is off unless it was added. */
export function toggle(described: Toggle): Field<boolean> {
	return mapped(optionalToggle(described), (value) => value ?? false);
}

/** An option that says neither unless it was added. */
export function optionalToggle(described: Toggle): Field<boolean | undefined> {
	return field({ ...described, type: 'boolean' }, (value) =>
		value === undefined ? undefined : asBoolean(labelOf(described), value),
	);
}
