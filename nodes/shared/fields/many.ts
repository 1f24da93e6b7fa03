import { numberBetween } from '../numbers';
import { booleanOf } from '../parameters';
import type { Field } from './field';

/** Return All and Limit, in n8n's own words. `unit`: what there are many of. */
export function limit(unit: string): Field<number> {
	return {
		properties: (name) => [
			{
				displayName: 'Return All',
				name: 'returnAll',
				type: 'boolean',
				default: false,
				description: 'Whether to return all results or only up to a given limit',
			},
			{
				displayName: 'Limit',
				name,
				type: 'number',
				displayOptions: { show: { returnAll: [false] } },
				typeOptions: { minValue: 1 },
				default: 50,
				description: 'Max number of results to return',
			},
		],
		read({ functions, itemIndex }, name) {
			const max = Number.MAX_SAFE_INTEGER;
			if (booleanOf(functions, itemIndex, 'returnAll', 'Return All')) return max;
			const value = functions.getNodeParameter(name, itemIndex);
			return numberBetween('Limit', value, { unit, min: 1, max });
		},
	};
}

/** In n8n's own words. */
export const simplify: Field<boolean> = {
	properties: (name) => [
		{
			displayName: 'Simplify',
			name,
			type: 'boolean',
			default: true,
			description: 'Whether to return a simplified version of the response instead of the raw data',
		},
	],
	read: ({ functions, itemIndex }, name) => booleanOf(functions, itemIndex, name, 'Simplify'),
};
