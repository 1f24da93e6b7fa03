/** The part of JSON Schema that n8n's editor shows for a node that has not run yet. */
export interface OutputSchema {
	type?: string | string[];
	properties?: Record<string, OutputSchema>;
	items?: OutputSchema;
}

type JsonObject = Record<string, unknown>;

/** Of all that was put out: a field that is missing at times is a field, one that is null at times may be null. */
export function schemaOf(outputs: readonly unknown[]): OutputSchema {
	const types = [...new Set(outputs.map(typeOf))].sort(
		(a, b) => Number(a === 'null') - Number(b === 'null'),
	);
	const objects = outputs.filter((output): output is JsonObject => typeOf(output) === 'object');
	const lists = outputs.filter((output): output is unknown[] => Array.isArray(output));
	const names = new Set(objects.flatMap(Object.keys));
	const properties = [...names].map((name) => {
		const values = objects.filter((object) => name in object).map((object) => object[name]);
		return [name, schemaOf(values)] as const;
	});
	return {
		type: types.length === 1 ? types[0] : types,
		...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
		...(lists.length > 0 && { items: schemaOf(lists.flat()) }),
	};
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

/** The fields of a value that the schema does not show, or shows as another type, by their paths. Null fits everywhere. */
export function misfits(value: unknown, schema: OutputSchema, path = ''): string[] {
	const { type = [], properties = {}, items } = schema;
	const types = [type].flat();
	const found = typeOf(value);
	// Of a list that was always empty nobody knows more.
	if (found === 'null' || types.length === 0) return [];
	if (!types.includes(found) && !(found === 'integer' && types.includes('number'))) {
		return [`${path}: ${found}`];
	}
	if (Array.isArray(value)) return value.flatMap((item) => misfits(item, items ?? {}, `${path}[]`));
	// Nor of an object whose fields are the user's own.
	if (found !== 'object' || !schema.properties) return [];
	return Object.entries(value as JsonObject).flatMap(([name, inner]) => {
		const shown = properties[name];
		return shown ? misfits(inner, shown, `${path}.${name}`) : [`${path}.${name}`];
	});
}
