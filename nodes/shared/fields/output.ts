import type { Field } from './field';
import { mapped } from './field';
import { toggle } from './toggle';

const simple = toggle({
	displayName: 'Simplify',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

/** Simplify, in n8n's own words: how one thing is put out. */
export function simplified<T>(simplify: (one: T) => object): Field<(one: T) => object> {
	return mapped(simple, (isSimple) => (isSimple ? simplify : (one) => one as object));
}
