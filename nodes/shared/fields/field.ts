import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** Where a field is read: an item of a run. */
export interface Place {
	readonly functions: IExecuteFunctions;
	readonly itemIndex: number;
}

/**
 * A parameter of a node and how it is read, in one. It gets its name from whoever uses it: the name of what the command takes.
 */
export interface Field<T> {
	/** Most fields are one property; Return All and Limit are one field. */
	properties(name: string): INodeProperties[];
	/** `name`: its path in the parameters. Error: INVALID_SETTING and the like, in words. */
	read(place: Place, name: string): T;
}

/** What a property says of itself; its name comes later. */
export type Described = Omit<INodeProperties, 'name' | 'type' | 'default'>;

/** One field for each member of a command's input, no more and no fewer. */
export type FieldsOf<Input> = { readonly [Name in keyof Input]: Field<Input[Name]> };

export function propertiesOf<Input>(fields: FieldsOf<Input>): INodeProperties[] {
	return entriesOf(fields).flatMap(([name, field]) => field.properties(name));
}

/** `within`: the collection that they are in, whose members are only there once they were added. */
export function readAll<Input>(place: Place, fields: FieldsOf<Input>, within?: string): Input {
	const { functions, itemIndex } = place;
	const added = within && (functions.getNodeParameter(within, itemIndex, {}) as IDataObject);
	const read = entriesOf(fields)
		.filter(([name]) => !added || added[name] !== undefined)
		.map(([name, field]) => [name, field.read(place, within ? `${within}.${name}` : name)]);
	return Object.fromEntries(read) as Input;
}

function entriesOf<Input>(fields: FieldsOf<Input>): Array<[string, Field<unknown>]> {
	return Object.entries<Field<unknown>>(fields);
}
