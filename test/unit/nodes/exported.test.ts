import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type {
	INode,
	INodeParameterResourceLocator,
	INodeParameters,
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { WhatsAppLinked } from '../../../nodes/WhatsAppLinked/WhatsAppLinked.node';
import { WhatsAppLinkedTrigger } from '../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';

jest.mock('../../../nodes/shared/gateway', () => ({}));

const FOLDER = join(__dirname, '../../n8n/fixtures');
const PACKAGE = 'n8n-nodes-whatsapp-linked.';

const DESCRIPTIONS = [new WhatsAppLinked(), new WhatsAppLinkedTrigger()].map(
	({ description }) => description,
);

/** Our nodes in the workflows that earlier versions have exported (test/n8n/exported.test.ts runs them). */
const nodes = readdirSync(FOLDER).flatMap((file) => {
	const [workflow] = JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as [{ nodes: INode[] }];
	return workflow.nodes
		.filter(({ type }) => type.startsWith(PACKAGE))
		.map((node) => [`${file}: ${node.name}`, node] as const);
});

function descriptionOf({ type }: INode): INodeTypeDescription {
	const found = DESCRIPTIONS.find(({ name }) => `${PACKAGE}${name}` === type);
	if (!found) throw new Error(`There is no node ${type}`);
	return found;
}

/** The parameters as n8n hands them to the node: without what it does not know, and with what was left as it was. */
function known(node: INode): INodeParameters {
	const description = descriptionOf(node);
	const { properties } = description;
	const { parameters } = node;
	return (
		NodeHelpers.getNodeParameters(properties, parameters, true, false, node, description) ?? {}
	);
}

test.each(nodes)('%s: the node knows each parameter still', (_name, node) => {
	expect(known(node)).toMatchObject(node.parameters);
	expect([descriptionOf(node).version].flat()).toContain(node.typeVersion);
	const credentials = descriptionOf(node).credentials?.map(({ name }) => name);
	expect(credentials).toEqual(expect.arrayContaining(Object.keys(node.credentials ?? {})));
});

/** Values that are none of their field's choices any more, by their paths. */
function strange(properties: INodeProperties[], values: object, path = ''): string[] {
	return Object.entries(values).flatMap(([name, value]) =>
		properties
			.filter((property) => property.name === name)
			.flatMap((property) => strangeIn(property, value, `${path}.${name}`)),
	);
}

function strangeIn(property: INodeProperties, value: unknown, path: string): string[] {
	if (typeof value === 'string' && value.startsWith('=')) return [];
	const { type, options = [], modes = [] } = property;
	const choices = (options as INodePropertyOptions[]).map((option) => option.value);
	switch (type) {
		case 'options':
		case 'multiOptions':
			return [value].flat().every((one) => choices.includes(one as string)) ? [] : [path];
		case 'resourceLocator': {
			const { mode } = value as INodeParameterResourceLocator;
			return modes.some(({ name }) => name === mode) ? [] : [path];
		}
		case 'collection':
			return strange(options as INodeProperties[], value as object, path);
		case 'fixedCollection':
			return (options as INodePropertyCollection[]).flatMap(({ name, values }) =>
				[(value as Record<string, object | object[]>)[name] ?? []]
					.flat()
					.flatMap((entry) => strange(values, entry, `${path}.${name}`)),
			);
		default:
			return [];
	}
}

test.each(nodes)('%s: each value is among the choices still', (_name, node) => {
	const description = descriptionOf(node);
	const all = known(node);
	const shown = description.properties.filter((property) =>
		NodeHelpers.displayParameter(all, property, node, description),
	);
	expect(strange(shown, node.parameters)).toEqual([]);
});

test.each(readdirSync(FOLDER))('%s: there is much to look at, and nothing of anybody', (file) => {
	expect(nodes.filter(([name]) => name.startsWith(file)).length).toBeGreaterThan(50);
	const text = readFileSync(join(FOLDER, file), 'utf8').replace(
		/[0-9a-f]{8}(-[0-9a-f]{4,12}){4}/g,
		'',
	);
	const numbers = text.match(/\d{10,}/g) ?? [];
	expect(numbers.filter((number) => !/^(5511900000|12036300000)/.test(number))).toEqual([]);
	const hosts = [...text.matchAll(/@([\w.-]+\.\w+)/g)].map(([, host]) => host);
	const known = ['example.com', 's.whatsapp.net'];
	expect(hosts.filter((host = '') => !known.includes(host))).toEqual([]);
});
