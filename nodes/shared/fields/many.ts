import { numberBetween } from '../numbers';
import type { Field } from './field';
import { toggle } from './toggle';

const returnAll = toggle({
	displayName: 'Return All',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
});

/** Return All and Limit, in n8n's own words. `unit`: what there are many of. */
export function limit(unit: string): Field<number> {
	const max = Number.MAX_SAFE_INTEGER;
	const label = 'Limit';
	return {
		properties: (name) => [
			...returnAll.properties('returnAll'),
			{
				displayName: label,
				name,
				type: 'number',
				displayOptions: { show: { returnAll: [false] } },
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
		],
		read: (place, name) =>
			returnAll.read(place, 'returnAll')
				? max
				: numberBetween(label, place.get(name), { unit, min: 1, max }),
	};
}
