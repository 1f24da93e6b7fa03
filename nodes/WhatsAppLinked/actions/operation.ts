import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
	INodePropertyOptions,
} from 'n8n-workflow';

import type { CommandName, Commands, Gateway } from '../../../engine/gateway/contract';
import { alphabetical } from '../../shared/alphabetical';
import { asSentence } from '../../shared/errors';
import { shownWhere } from '../../shared/fields';

/** One thing that the node does; every `*.operation.ts` file is one. Its value is the name its resource exports it by. */
export interface Operation {
	/** Its line in the Operation list. */
	readonly option: {
		readonly name: string;
		/** The line in n8n's list of actions, in sentence case and without articles. Tools and nodes are named by it. */
		readonly action: string;
		/** What it does, and when to use it rather than another: people read it in the list, and models as their tool's. */
		readonly description: string;
	};
	/** Its parameters. Where they show (this resource, this operation) is added for it. */
	readonly description: INodeProperties[];
	/** Runs for one item. It throws what went wrong; the router knows what to do about it. */
	execute(call: OperationCall): Promise<Outcome>;
	/** What is put out when all items are done, one list for each output, where that is not simply what came of each item. */
	conclude?(run: NodeRun): Promise<INodeExecutionData[][]>;
}

/** A run of the node, all of whose items are done. */
export interface NodeRun extends AccountEngine {
	readonly functions: IExecuteFunctions;
	/** What came of each item. */
	readonly results: ItemResult[];
}

export interface ItemResult {
	/** What it puts out. */
	readonly output: INodeExecutionData[];
	/** It failed, in a node that is set to go on. */
	readonly isFailed: boolean;
}

/** The engine, for the account of the node's credential. */
export interface AccountEngine {
	request<C extends CommandName>(
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']>;
	storeMedia(...args: WithoutAccount<Gateway['storeMedia']>): ReturnType<Gateway['storeMedia']>;
	openMedia(...args: WithoutAccount<Gateway['openMedia']>): ReturnType<Gateway['openMedia']>;
}

type WithoutAccount<F> = F extends (account: never, ...rest: infer R) => unknown ? R : never;

export interface OperationCall extends AccountEngine {
	readonly functions: IExecuteFunctions;
	readonly itemIndex: number;
}

export type OutputItem = Pick<INodeExecutionData, 'json' | 'binary'>;

/**
 * An operation has up to two phases. The first runs item after item, in their order. Only when it is done for all
 * items do the second phases start, all at once: that is how hundred messages are queued first and waited for then.
 */
export interface Outcome {
	output: OutputItem[];
	/** Resolves to what the item puts out instead. If it fails, `output` still goes along with the error. */
	finish?: () => Promise<OutputItem[]>;
}

export interface Resource {
	readonly option: { readonly name: string; readonly value: string; readonly description: string };
	/** In the order in which they are listed. */
	readonly operations: Readonly<Record<string, Operation>>;
	readonly defaultOperation: string;
}

/** Everything the node's panel shows for these resources. */
export function propertiesOf(
	resources: readonly Resource[],
	defaultResource: string,
): INodeProperties[] {
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			options: resources.map(({ option }) => ({ ...option })),
			default: defaultResource,
		},
		...resources.flatMap(resourceProperties),
	];
}

function resourceProperties({ option, operations, defaultOperation }: Resource): INodeProperties[] {
	const resource = [option.value];
	return [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource } },
			options: Object.entries(operations).map(
				([value, operation]): INodePropertyOptions => ({ ...operation.option, value }),
			),
			default: defaultOperation,
		},
		...Object.entries(operations).flatMap(([value, operation]) =>
			shownWhere({ resource, operation: [value] }, [
				toolDescriptionProperty(operation),
				...operation.description,
			]),
		),
	];
}

/** What a model is told of the node as its tool. By itself n8n would tell the action, and of the fields their labels. */
function toolDescriptionProperty({ option, description }: Operation): INodeProperties {
	const fields = description.filter(
		({ type, displayOptions }) =>
			FIELD_TYPES.has(type) && displayOptions?.show?.['@tool']?.[0] !== false,
	);
	return {
		displayName: 'Tool Description',
		name: 'toolDescription',
		type: 'string',
		typeOptions: { rows: 4 },
		displayOptions: { show: { '@tool': [true] } },
		default: [
			asSentence(option.description),
			...fields.map((field) => `${field.displayName}: ${field.description}`),
		].join('\n'),
		description:
			'What tells the model when to use this tool, and what its fields mean. Without it, the model is told no more than the action.',
	};
}

/** Those that n8n lets a model fill in. */
const FIELD_TYPES = new Set<INodeProperties['type']>([
	'boolean',
	'dateTime',
	'json',
	'number',
	'resourceLocator',
	'string',
]);

/** What stands below a node's name, as an expression: n8n knows the values that were chosen, not their names. */
export function subtitleOf(resources: readonly Resource[]): string {
	const subtitles = resources.flatMap(({ option: resource, operations }) =>
		Object.entries(operations).map(([operation, { option }]) => [
			`${resource.value}/${operation}`,
			`${option.name}: ${resource.name}`,
		]),
	);
	// Flat, as two closing braces would end the expression.
	const names = JSON.stringify(Object.fromEntries(subtitles));
	return `={{ (${names})[$parameter.resource + "/" + $parameter.operation] }}`;
}

/** In alphabetical order. */
export function byName(
	operations: Readonly<Record<string, Operation>>,
): Readonly<Record<string, Operation>> {
	return Object.fromEntries(
		Object.entries(operations).sort(alphabetical(([, { option }]) => option.name)),
	);
}
