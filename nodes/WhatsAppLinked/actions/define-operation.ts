import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { CommandName, Commands } from '../../../engine/gateway/contract';
import {
	fixed,
	inOrder,
	itemAt,
	mapped,
	named,
	optionsOf,
	propertiesOf,
	readAll,
	simplified,
	together,
	type Field,
	type Fields,
	type FieldsOf,
	type Simplified,
} from '../../shared/fields';
import type { Operation, OperationCall, Outcome } from './operation';

interface Custom<Input> extends Pick<Operation, 'option' | 'conclude'> {
	fields: FieldsOf<Input>;
	execute(input: Input, call: OperationCall): Promise<Outcome>;
}

/** An operation by its fields, and what it does with what they hold. */
export function operationOf<Input>({
	option,
	fields,
	execute,
	conclude,
}: Custom<Input>): Operation {
	return {
		option,
		...(conclude && { conclude }),
		description: [...propertiesOf(fields), ...optionsProperties(optionsOf(fields))],
		execute: async (call) => await execute(readAll(itemAt(call), fields), call),
	};
}

/** The collection of the options, where there are any. */
export function optionsProperties(options: Fields): INodeProperties[] {
	const properties = propertiesOf(options);
	if (properties.length === 0) return [];
	return [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add option',
			default: {},
			options: inOrder(properties),
		},
	];
}

// --- An operation that only hands its fields to a command -----------------------------------------------------------

type Input<C extends CommandName> = Commands[C]['input'];
type Output<C extends CommandName> = Commands[C]['output'];
/** What a command puts out, or each of the things it does. */
type One<T> = T extends ReadonlyArray<infer E> ? E : T;

export type OptionalName<T> = {
	[Name in keyof T]-?: undefined extends T[Name] ? Name : never;
}[keyof T];
/** A command's optional inputs are options, which the user adds. */
type Options<T> = { readonly [Name in OptionalName<T>]: Field<T[Name]> };

export type Definition<C extends CommandName> = Operation['option'] & {
	command: C;
	fields: FieldsOf<Omit<Input<C>, OptionalName<Input<C>>>>;
	/** What is put out instead of what the command returns. */
	output?(one: One<Output<C>>, input: Input<C>): object;
	/** What may be left out of it. With it there are the fields for that. */
	simplify?: Simplified<One<Output<C>>>;
} & (OptionalName<Input<C>> extends never ? unknown : { options: Options<Input<C>> });

/** It puts out one item for each thing that its command returns. */
export function defineOperation<C extends CommandName>(definition: Definition<C>): Operation {
	const { name, action, description, command, fields, output, simplify } = definition;
	const { options = {} } = definition as { options?: Partial<Options<Input<C>>> };
	return operationOf({
		option: { name, action, description },
		fields: {
			input: mapped(together(fields, options), (input) => input as Input<C>),
			shape: named(
				'simplify',
				simplify ? simplified(simplify) : fixed((one: One<Output<C>>) => one as object),
			),
		},
		async execute({ input, shape }, { request }) {
			const found = [await request(command, input)].flat() as Array<One<Output<C>>>;
			const items = found.map((one) => (output ? output(one, input) : shape(one)));
			return { output: items.map((json) => ({ json: { ...json } as IDataObject })) };
		},
	});
}
