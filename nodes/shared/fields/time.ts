import { isoTime } from '../times';
import type { Described, Field } from './field';

/** A date and time as ISO 8601 in UTC; empty without one. */
export function time(described: Described): Field<string> {
	return {
		properties: (name) => [{ ...described, name, type: 'dateTime', default: '' }],
		read: (place, name) => isoTime(place.get(name), place.functions.getTimezone()),
	};
}
