import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { WhatsAppLinked } from '../../../nodes/WhatsAppLinked/WhatsAppLinked.node';
import { EVENTS } from '../../../nodes/WhatsAppLinkedTrigger/events';
import { FEATURE_TABLES, type Feature, type FeatureTable } from '../../features';

jest.mock('../../../nodes/shared/gateway', () => ({}));

const ROOT = join(__dirname, '..', '..', '..');
const FILE = join(ROOT, 'docs/features.md');
/** A heading, and the table below it. */
const TABLE = /<!-- features: (.+) -->\n(?:\n(?:\|.*\n)+)?/g;

const { properties } = new WhatsAppLinked().description;
const optionsOf = ({ options = [] }: INodeProperties) => options as INodePropertyOptions[];
const isShown = ({ displayOptions }: INodeProperties, show: Record<string, string>) =>
	Object.entries(show).every(([name, value]) => displayOptions?.show?.[name]?.includes(value));

/** The labels of the node's operations: of the resource, and of the operation itself. */
const OPERATIONS = new Map(
	properties
		.filter(({ name }) => name === 'resource')
		.flatMap(optionsOf)
		.flatMap((resource) =>
			properties
				.filter(({ name }) => name === 'operation')
				.filter((property) => isShown(property, { resource: String(resource.value) }))
				.flatMap(optionsOf)
				.map((operation) => [
					`${String(resource.value)}/${String(operation.value)}`,
					{ resource: resource.name, operation: operation.name },
				]),
		),
);

/** The labels on the way to a field of an operation. */
function labelsOf(key: string, path: string): string[] {
	const [resource = '', operation = ''] = key.split('/');
	let found: INodeProperties[] = properties.filter((property) =>
		isShown(property, { resource, operation }),
	);
	return path.split('.').map((name) => {
		const property = found.find((one) => one.name === name);
		if (!property) throw new Error(`${key} has no ${path}`);
		found = (property.options ?? []) as INodeProperties[];
		return property.displayName;
	});
}

function operationOf({ operations, events, field, alsoIn }: Feature, table: FeatureTable): string {
	if (events) return events.map((event) => EVENTS[event].name).join(', ');
	const isOfOne = new Set(table.features.flatMap(resourcesOf)).size === 1;
	const names = operations.map((key) => {
		const { resource, operation } = OPERATIONS.get(key) ?? {};
		return isOfOne ? operation : `${resource} > ${operation}`;
	});
	const [first = ''] = operations;
	return [alsoIn ?? names.join(', '), ...(field ? [labelsOf(first, field).join(' > ')] : [])].join(
		', ',
	);
}

const resourcesOf = ({ operations }: Feature) => operations.map((key) => key.split('/')[0]);

/** Whether there is something of ours to test. */
function isTested({ status }: Pick<Feature, 'status'>): boolean {
	return status.startsWith('works');
}

function statusOf({ status, note }: Feature): string {
	return [status, ...(note ? [note] : [])].join(isTested({ status }) ? '; ' : ': ');
}

function markdownOf(table: FeatureTable): string {
	const rows = table.features.map((feature) => [
		feature.name,
		operationOf(feature, table),
		statusOf(feature),
		isTested(feature) ? `${table.tests}: ${feature.name}` : '–',
	]);
	return [['Feature', 'Operation', 'Status', 'Test'], ['-', '-', '-', '-'], ...rows]
		.map((cells) => `| ${cells.join(' | ')} |\n`)
		.join('');
}

/** Prettier makes the cells of a column as wide as the widest. */
const narrow = (markdown: string) =>
	markdown.replace(/^\|.*$/gm, (line) => line.replace(/-+(?= \||$)/g, '-').replace(/ +/g, ' '));

/** `UPDATE_DOCS=1` writes the tables anew (prettier does the rest). */
test('docs/features.md has the tables of test/features.ts', () => {
	const before = readFileSync(FILE, 'utf8');
	const after = before.replace(TABLE, (whole, heading: string) => {
		const table = FEATURE_TABLES.find((one) => one.heading === heading);
		return table ? `<!-- features: ${heading} -->\n\n${markdownOf(table)}` : whole;
	});
	if (process.env.UPDATE_DOCS) writeFileSync(FILE, after);
	expect(narrow(readFileSync(FILE, 'utf8'))).toBe(narrow(after));
	expect([...before.matchAll(TABLE)].map(([, heading]) => heading)).toEqual(
		FEATURE_TABLES.map(({ heading }) => heading),
	);
});

test('each operation of the node is among the features that work, and no other', () => {
	const named = FEATURE_TABLES.flatMap(({ features }) =>
		features.filter(isTested).flatMap(({ operations }) => operations),
	);
	expect([...new Set(named)].sort()).toEqual([...OPERATIONS.keys()].sort());
});

test.each(FEATURE_TABLES)('$heading: each feature has its test', ({ tests, features }) => {
	const source = readFileSync(join(ROOT, 'test/n8n/operations', `${tests}.ts`), 'utf8');
	const titles = [...source.matchAll(/\btest\(\s*'([^']+)'/g)].map(([, title]) => title);
	const names = features.filter(isTested).map(({ name }) => name);
	expect(titles).toEqual(expect.arrayContaining(names));
	expect(/^useFeatures\('(.+)'\);$/m.exec(source)?.[1]).toBe(tests);
});

test('no feature is there twice', () => {
	const names = FEATURE_TABLES.flatMap(({ features }) => features.map(({ name }) => name));
	expect(names).toEqual([...new Set(names)]);
});
