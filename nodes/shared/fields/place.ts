import type { IExecuteFunctions } from 'n8n-workflow';

/** Where fields are read: the parameters of an item, its options, or an entry of a list. */
export interface Place {
	readonly functions: IExecuteFunctions;
	readonly itemIndex: number;
	/** Anything, as an expression may yield it. Undefined for a parameter that is not there, and for null. */
	get(name: string): unknown;
	/** Whether it is there, also where an expression yields nothing for it. */
	has(name: string): boolean;
}

const OPTIONS = 'options';

export function itemAt({ functions, itemIndex }: Pick<Place, 'functions' | 'itemIndex'>): Place {
	const get = (name: string) => functions.getNodeParameter(name, itemIndex, null) ?? undefined;
	return { functions, itemIndex, get, has: (name) => get(name) !== undefined };
}

/** The collection of options, whose members are only there once they were added. */
export function optionsAt(place: Place): Place {
	return entryAt(place, place.get(OPTIONS));
}

/** What is no object has nothing in it. */
export function entryAt({ functions, itemIndex }: Place, entry: unknown): Place {
	const fields = (typeof entry === 'object' ? entry : null) as Record<string, unknown> | null;
	return {
		functions,
		itemIndex,
		get: (name) => fields?.[name] ?? undefined,
		has: (name) => fields !== null && name in fields,
	};
}
