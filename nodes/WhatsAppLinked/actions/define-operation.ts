import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { CommandName, Commands } from '../../../engine/gateway/contract';
import { propertiesOf, readAll, simplify, type FieldsOf } from '../../shared/fields';
import type { Operation } from './operation';

type Input<C extends CommandName> = Commands[C]['input'];
type Output<C extends CommandName> = Commands[C]['output'];
/** What a command puts out, or each of the things it does. */
type One<T> = T extends ReadonlyArray<infer E> ? E : T;

type OptionalName<T> = { [Name in keyof T]-?: undefined extends T[Name] ? Name : never }[keyof T];
/** A command's optional inputs are options, which the user adds. */
type Options<T> = FieldsOf<Required<Pick<T, OptionalName<T>>>>;

/** An operation that only hands its fields to a command. */
export type Definition<C extends CommandName> = Operation['option'] & {
	command: C;
	fields: FieldsOf<Omit<Input<C>, OptionalName<Input<C>>>>;
	/** What Simplify leaves of it. With it there is that field. */
	simplify?(one: One<Output<C>>): object;
} & (OptionalName<Input<C>> extends never ? unknown : { options: Options<Input<C>> });

/** It puts out one item for each thing that its command returns. */
export function defineOperation<C extends CommandName>(definition: Definition<C>): Operation {
	const { name, action, description, command, fields, simplify: simplified } = definition;
	const { options } = definition as { options?: Options<Input<C>> };
	return {
		option: { name, action, description },
		description: [
			...propertiesOf(fields),
			...(simplified ? simplify.properties(SIMPLIFY) : []),
			...(options ? [collection(propertiesOf(options))] : []),
		],
		async execute({ functions, itemIndex, request }) {
			const place = { functions, itemIndex };
			const input = {
				...readAll(place, fields),
				...(options && readAll(place, options, OPTIONS)),
			} as Input<C>;
			const isSimple = simplified !== undefined && simplify.read(place, SIMPLIFY);
			const found = [await request(command, input)].flat() as Array<One<Output<C>>>;
			const items = isSimple ? found.map(simplified) : found;
			return { output: items.map((json) => ({ json: { ...json } as IDataObject })) };
		},
	};
}

const SIMPLIFY = 'simplify';
const OPTIONS = 'options';

function collection(options: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: OPTIONS,
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en')),
	};
}
