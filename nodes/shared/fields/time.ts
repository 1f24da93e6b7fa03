import { isoTime } from '../times';
import type { Described, Field } from './field';

/** A date and time as ISO 8601 in UTC; empty without one. */
export function time(described: Described): Field<string> {
	return {
		properties: (name) => [{ ...described, name, type: 'dateTime', default: '' }],
		read: (place, name) => isoTime(place.get(name), place.functions.getTimezone()),
	};
}

/** An option: undefined where it was not added. An expression that yields nothing has not meant that: the engine says so. */
export function optionalTime(described: Described): Field<string | undefined> {
	const { properties, read } = time(described);
	return {
		properties,
		read: (place, name) => (place.has(name) ? read(place, name) : undefined),
	};
}
