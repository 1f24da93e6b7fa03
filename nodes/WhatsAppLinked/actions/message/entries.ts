import type {
	IDataObject,
	IExecuteFunctions,
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import { EngineError } from '../../../../engine/gateway/contract';
import { asText } from '../../../shared/parameters';

interface EntriesSpec {
	/** Of the fields: "Buttons". */
	label: string;
	name: string;
	/** Of one entry: "Button". */
	entry: string;
	description: string;
	/** The fields of an entry. */
	values: INodeProperties[];
	/** How many entries there are to fill in at first. */
	initially: number;
	/** The same as JSON. */
	example: unknown;
	jsonDescription: string;
	/** Ways to define them besides, which the caller reads. */
	otherWays?: INodePropertyOptions[];
}

/** A list that people fill in by hand, or that comes as JSON where it depends on data. */
export function entriesProperties(spec: EntriesSpec): INodeProperties[] {
	const { label, name, entry, description, values, initially, example, jsonDescription } = spec;
	const { otherWays = [] } = spec;
	const define = `${name}Define`;
	return [
		{
			displayName: `Define ${label}`,
			name: define,
			type: 'options',
			options: [
				{ name: 'Using Fields Below', value: 'fields' },
				{ name: 'Using JSON', value: 'json' },
				...otherWays,
			],
			default: 'fields',
			description: 'JSON is for lists that an earlier node puts out',
		},
		{
			displayName: label,
			name,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: `Add ${entry.toLowerCase()}`,
			default: { entry: Array.from({ length: initially }, () => initialValues(values)) },
			displayOptions: { show: { [define]: ['fields'] } },
			description,
			options: [{ displayName: entry, name: 'entry', values }],
		},
		{
			displayName: label,
			name: `${name}Json`,
			type: 'json',
			typeOptions: { rows: 6 },
			default: JSON.stringify(example, null, 2),
			displayOptions: { show: { [define]: ['json'] } },
			description: jsonDescription,
		},
	];
}

function initialValues(values: INodeProperties[]): INodeParameters {
	return Object.fromEntries(values.map(({ name, default: value }) => [name, value]));
}

/** What was filled in, entry by entry. Error: INVALID_CONTENT for JSON that is no list. */
export function entriesOf(
	functions: IExecuteFunctions,
	itemIndex: number,
	{ name, label }: Pick<EntriesSpec, 'name' | 'label'>,
): unknown[] {
	if (functions.getNodeParameter(`${name}Define`, itemIndex, 'fields') === 'fields') {
		return collectionOf(functions.getNodeParameter(name, itemIndex, {}));
	}
	const list = parsed(functions.getNodeParameter(`${name}Json`, itemIndex, ''));
	if (Array.isArray(list)) return list;
	throw new EngineError(
		'INVALID_CONTENT',
		`${label} holds no JSON list.`,
		'Use a list like the example that the field holds at first. It begins with [ and ends with ].',
	);
}

/** The entries of a collection of entries. */
export function collectionOf(value: unknown): IDataObject[] {
	return (value as { entry?: IDataObject[] } | undefined)?.entry ?? [];
}

/** An expression may yield the list itself instead of its text. */
function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		return undefined;
	}
}

/** The fields of an entry: none for what is no object. */
export function fieldsOf(entry: unknown): Record<string, unknown> {
	return typeof entry === 'object' && entry !== null ? (entry as Record<string, unknown>) : {};
}

/** What an entry is called, that is a text or an object like those of the fields. */
export function nameIn(entry: unknown): string {
	return asText('name' in fieldsOf(entry) ? fieldsOf(entry).name : entry);
}
