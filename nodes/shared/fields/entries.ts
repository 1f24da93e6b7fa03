import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { EngineError } from '../../../engine/gateway/contract';
import { alphabetical } from '../alphabetical';
import { propertiesOf, readAll, type Described, type Field, type FieldsOf } from './field';
import { entryAt, type Place } from './place';

type Collection = Described & { default: INodeParameters };

/** A list of entries that people fill in by hand. `name`: of the entry, within n8n's own shape of such a list. */
export function listOf<E>(
	described: Collection,
	entry: { displayName: string; name?: string; values: FieldsOf<E> },
): Field<E[]> {
	const { displayName, name = 'entry', values } = entry;
	const options = [{ displayName, name, values: propertiesOf(values) }];
	return {
		properties: (parameter) => [
			{ ...described, name: parameter, type: 'fixedCollection', options },
		],
		read: (place, parameter) => readEntries(place, entriesIn(place.get(parameter), name), values),
	};
}

interface EntriesSpec<E> {
	/** Of the fields: "Buttons". */
	label: string;
	/** Of one entry: "Button". */
	entry: string;
	description: string;
	/** The fields of an entry. */
	values: FieldsOf<E>;
	/** How many entries there are to fill in at first. */
	initially: number;
	/** The same as JSON. */
	example: unknown;
	jsonDescription: string;
	/** In JSON an entry may be this field alone. */
	alone?: keyof E & string;
	/** Ways to define them besides, which the caller reads. */
	otherWays?: INodePropertyOptions[];
}

/** A list that people fill in by hand, or that comes as JSON where it depends on data. */
export function entries<E>(spec: EntriesSpec<E>): Field<E[]> {
	const { label, entry, description, values, initially, example, jsonDescription } = spec;
	const { alone, otherWays = [] } = spec;
	const initial = initialValues(propertiesOf(values));
	const byHand = (name: string) =>
		listOf<E>(
			{
				displayName: label,
				typeOptions: { multipleValues: true, sortable: true },
				placeholder: `Add ${entry.toLowerCase()}`,
				default: { entry: Array.from({ length: initially }, () => ({ ...initial })) },
				displayOptions: { show: { [defineOf(name)]: ['fields'] } },
				description,
			},
			{ displayName: entry, values },
		);
	return {
		properties: (name) => [
			{
				displayName: `Define ${label}`,
				name: defineOf(name),
				type: 'options',
				options: [
					{ name: 'Using Fields Below', value: 'fields' },
					{ name: 'Using JSON', value: 'json' },
					...otherWays,
				].sort(alphabetical(({ name }) => name)),
				default: 'fields',
				description: 'JSON is for lists that an earlier node puts out',
			},
			...byHand(name).properties(name),
			{
				displayName: label,
				name: `${name}Json`,
				type: 'json',
				typeOptions: { rows: 6 },
				default: JSON.stringify(example, null, 2),
				displayOptions: { show: { [defineOf(name)]: ['json'] } },
				description: jsonDescription,
			},
		],
		read(place, name) {
			if (place.get(defineOf(name)) !== 'json') return byHand(name).read(place, name);
			const json = jsonList(label, place.get(`${name}Json`));
			return readEntries(place, alone ? json.map((one) => around(one, alone)) : json, values);
		},
	};
}

const defineOf = (name: string) => `${name}Define`;

function initialValues(properties: INodeProperties[]): INodeParameters {
	return Object.fromEntries(properties.map(({ name, default: value }) => [name, value]));
}

function readEntries<E>(place: Place, given: readonly unknown[], values: FieldsOf<E>): E[] {
	return given.map((entry) => readAll(entryAt(place, entry), values));
}

function around(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null && name in value ? value : { [name]: value };
}

/** JSON has the list itself. */
function entriesIn(value: unknown, name: string): unknown[] {
	if (Array.isArray(value)) return value;
	return ((value ?? {}) as Record<string, unknown[] | undefined>)[name] ?? [];
}

/** Error: INVALID_CONTENT for JSON that is no list. */
function jsonList(label: string, value: unknown): unknown[] {
	const list = parsed(value);
	if (Array.isArray(list)) return list;
	throw new EngineError(
		'INVALID_CONTENT',
		`${label} holds no JSON list.`,
		'Use a list like the example that the field holds at first. It begins with [ and ends with ].',
	);
}

/** An expression may yield the list itself instead of its text. */
function parsed(value: unknown): unknown {
	if (typeof value !== 'string') return value;
	try {
		return JSON.parse(value) as unknown;
	} catch {
		// Whoever asks says what it has to be.
		return undefined;
	}
}
