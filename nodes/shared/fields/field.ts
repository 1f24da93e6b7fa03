import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { alphabetical } from '../alphabetical';
import { optionsAt, type Place } from './place';
import { shownWhere } from './shown';

/**
 * A parameter of a node and how it is read, in one. It gets its name from whoever uses it: the name of what it fills.
 */
export interface Field<T> {
	/** Most fields are one property; Return All and Limit are one field. */
	properties(name: string): INodeProperties[];
	/** What may be said of it besides, among the options. */
	readonly options?: Fields;
	/** Error: INVALID_SETTING and the like, in words. */
	read(place: Place, name: string): T;
}

export type Fields = Readonly<Record<string, Field<unknown>>>;

/** What a property says of itself; its name comes later. */
export type Described = Omit<INodeProperties, 'name' | 'type' | 'default'>;

/** One field for each member of what they fill, no more and no fewer. */
export type FieldsOf<Input> = { readonly [Name in keyof Input]: Field<Input[Name]> };

export function propertiesOf<Input>(fields: FieldsOf<Input>): INodeProperties[] {
	return entriesOf(fields).flatMap(([name, field]) => field.properties(name));
}

/** In alphabetical order, as n8n wants options. */
export function inOrder(properties: readonly INodeProperties[]): INodeProperties[] {
	return [...properties].sort(alphabetical(({ displayName }) => displayName));
}

/** What there is to be said of these fields besides. */
export function optionsOf<Input>(fields: FieldsOf<Input>): Fields {
	return Object.assign({}, ...entriesOf(fields).map(([, { options }]) => options)) as Fields;
}

export function readAll<Input>(place: Place, fields: FieldsOf<Input>): Input {
	const read = entriesOf(fields).map(([name, { read }]) => [name, read(place, name)]);
	return Object.fromEntries(read) as Input;
}

/** What was not said is left out. */
function readOptions<Input>(place: Place, options: FieldsOf<Input>): Input {
	const read = Object.entries(readAll(optionsAt(place), options) as object);
	return Object.fromEntries(read.filter(([, value]) => value !== undefined)) as Input;
}

function entriesOf<Input>(fields: FieldsOf<Input>): Array<[string, Field<unknown>]> {
	return Object.entries<Field<unknown>>(fields);
}

// --- What fields are made of ----------------------------------------------------------------------------------------

/** A field that is one property. `parse`: what its value means. */
export function field<T>(
	property: Omit<INodeProperties, 'name'>,
	parse: (value: unknown) => T,
): Field<T> {
	return {
		properties: (name) => [{ ...property, name }],
		read: (place, name) => parse(place.get(name)),
	};
}

/** A field whose parameter has another name than what it fills. */
export function named<T>(name: string, { properties, options, read }: Field<T>): Field<T> {
	return { options, properties: () => properties(name), read: (place) => read(place, name) };
}

/** What the field holds, as something else. */
export function mapped<T, U>(from: Field<T>, map: (value: T) => U): Field<U> {
	return { ...from, read: (place, name) => map(from.read(place, name)) };
}

/** A field that shows only where others hold certain values. */
export function shownWith<T>(show: IDisplayOptions['show'], from: Field<T>): Field<T> {
	const properties = (name: string) => shownWhere(show, from.properties(name));
	return { ...from, properties };
}

/** What a field chose, and what the fields say that belong to that. */
export type Chosen<Cases> = {
	[Choice in keyof Cases]: { choice: Choice; value: Cases[Choice] };
}[keyof Cases];

/** A field that chooses, and for each choice the fields that belong to it: they alone show, and are read. */
export function alternatives<Cases>(
	chooser: Field<keyof Cases & string>,
	cases: FieldsOf<Cases>,
): Field<Chosen<Cases>> {
	return {
		properties: (name) => [
			...chooser.properties(name),
			...entriesOf(cases).flatMap(([choice, its]) =>
				shownWhere({ [name]: [choice] }, its.properties(choice)),
			),
		],
		read(place, name) {
			const choice = chooser.read(place, name);
			return { choice, value: cases[choice].read(place, choice) } as Chosen<Cases>;
		},
	};
}

/** Several fields as one, and what may be said of them among the options. */
export function together<Parts, Said = object>(
	parts: FieldsOf<Parts>,
	options = {} as FieldsOf<Said>,
): Field<Parts & Said> {
	return {
		options: { ...optionsOf(parts), ...options },
		properties: () => propertiesOf(parts),
		read: (place) => ({ ...readAll(place, parts), ...readOptions(place, options) }),
	};
}

/** Nothing that the user sees. */
export function fixed<const T>(value: T): Field<T> {
	return { properties: () => [], read: () => value };
}

/** What one should know before using the other fields. */
export function notice(text: string): Field<undefined> {
	return field({ displayName: text, type: 'notice', default: '' }, () => undefined);
}

/** What errors call it: what the panel shows, without the unit. */
export function labelOf({ displayName }: Pick<INodeProperties, 'displayName'>): string {
	return displayName.replace(/ \([^)]*\)$/, '');
}
