import type { INodePropertyOptions } from 'n8n-workflow';

import { alphabetical } from '../alphabetical';
import { asChoice, asList } from '../parameters';
import { isTool } from '../tool';
import { choice } from './choice';
import type { Field } from './field';
import { toggle } from './toggle';

/** What may be left out of what an operation puts out. n8n wants that where it has more than ten fields. */
export interface Simplified<T> {
	/** The most useful of it: at most ten fields, and flat. */
	simplify(one: T): object;
	/** All its fields, and what the list calls them. */
	labels: Readonly<Record<keyof T & string, string>>;
	/** The one that says which it is, and is always there. */
	id: keyof T & string;
}

/** For nodes. */
const simple = toggle({
	displayName: 'Simplify',
	displayOptions: { show: { '@tool': [false] } },
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
});

/** For tools, as too many fields fill and confuse a model. */
const output = choice({
	displayName: 'Output',
	displayOptions: { show: { '@tool': [true] } },
	options: [
		{ name: 'Raw', value: 'raw', description: 'Return all the available fields' },
		{ name: 'Selected Fields', value: 'fields', description: 'Return the fields you select' },
		{
			name: 'Simplified',
			value: 'simple',
			description: 'Return a simplified version of the response instead of the raw data',
		},
	],
	default: 'simple',
	description: 'Which fields of the response to send to the model',
});

/** Simplify for nodes, Output for tools, as n8n's guidelines have them: how one thing is put out. */
export function simplified<T>({ simplify, labels, id }: Simplified<T>): Field<(one: T) => object> {
	const names = Object.keys(labels) as Array<keyof T & string>;
	const options = names
		.filter((name) => name !== id)
		.map((value): INodePropertyOptions => ({ name: labels[value], value }))
		.sort(alphabetical(({ name }) => name));
	const label = 'Fields';
	const choices = Object.fromEntries(names.map((name) => [name, name]));
	const chosen = (value: unknown) => asList(value).map((entry) => asChoice(label, entry, choices));

	return {
		properties: (name) => [
			...simple.properties(name),
			...output.properties('output'),
			{
				displayName: label,
				name: 'fields',
				type: 'multiOptions',
				displayOptions: { show: { '@tool': [true], output: ['fields'] } },
				options,
				default: [],
				description: `The fields to add to the output. ${labels[id]} is always returned.`,
			},
		],
		read(place, name) {
			if (!isTool(place.functions)) return simple.read(place, name) ? simplify : whole;
			switch (output.read(place, 'output')) {
				case 'simple':
					return simplify;
				case 'raw':
					return whole;
				case 'fields': {
					const fields = new Set([id, ...chosen(place.get('fields'))]);
					return (one) => Object.fromEntries([...fields].map((member) => [member, one[member]]));
				}
			}
		},
	};
}

const whole = (one: unknown) => one as object;
