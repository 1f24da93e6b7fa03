import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../../nodes/WhatsAppLinked/actions';
import { WhatsAppLinkedTrigger } from '../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';
import { eventOptions } from '../../../nodes/WhatsAppLinkedTrigger/options';
import { PACKAGE_NAME } from '../../../scripts/project.mjs';
import { readTemplate, type TemplateNode, TEMPLATES } from '../../support/templates';

jest.mock('../../../nodes/shared/gateway', () => ({}));

const ROOT = join(__dirname, '../../..');
const LINKS = readFileSync(join(ROOT, 'README.md'), 'utf8').match(/\[[^\]]*\]\([^)]*\)/g);
const STORIES = readFileSync(join(ROOT, 'test/n8n/templates.test.ts'), 'utf8');
const MOST_BYTES_OF_A_PICTURE = 150_000;

const NOTE = 'n8n-nodes-base.stickyNote';
const ACTION = `${PACKAGE_NAME}.whatsAppLinked`;
const TRIGGER = `${PACKAGE_NAME}.whatsAppLinkedTrigger`;

/** How large a node is drawn, with its name below. */
const NODE = { width: 200, height: 150 };

function boxOf({ type, position: [x, y], parameters }: TemplateNode) {
	const { width, height } = type === NOTE ? (parameters as typeof NODE) : NODE;
	const left = type === NOTE ? x : x - (NODE.width - 100) / 2;
	return { left, top: y, right: left + width, bottom: y + height };
}

function overlap(one: TemplateNode, other: TemplateNode): boolean {
	const [a, b] = [boxOf(one), boxOf(other)];
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

/** What the parameters of one of our nodes may be called, and the options among them. */
function propertiesOf({ type, parameters }: TemplateNode): INodeProperties[] {
	if (type === TRIGGER) return new WhatsAppLinkedTrigger().description.properties;
	const { resource, operation } = parameters as { resource: string; operation: string };
	const found = resources.find(({ option }) => option.value === resource)?.operations[operation];
	if (!found) throw new Error(`There is no operation ${resource} > ${operation}`);
	return found.description;
}

const optionsAmong = (properties: readonly INodeProperties[]) =>
	properties.filter(({ name }) => name === 'options').flatMap(({ options }) => options ?? []);

describe.each(TEMPLATES)('The template %s', (name) => {
	const template = readTemplate(name);
	const notes = template.nodes.filter(({ type }) => type === NOTE);
	const ours = template.nodes.filter(({ type }) => [ACTION, TRIGGER].includes(type));

	test('is what n8n imports, with nothing of whoever made it', () => {
		expect(Object.keys(template)).toEqual(['name', 'nodes', 'connections', 'settings']);
		expect(template.nodes.filter((node) => 'credentials' in node)).toEqual([]);
		const numbers = JSON.stringify(template).match(/\+\d[\d -]{8,}/g) ?? [];
		expect(numbers.filter((number) => !number.startsWith('+55 11 90000-'))).toEqual([]);
	});

	test('has nodes of n8n and of this package only, each of a name and ID of its own', () => {
		for (const { type } of template.nodes) {
			expect(type).toMatch(
				/^(n8n-nodes-base|@n8n\/n8n-nodes-langchain|n8n-nodes-whatsapp-linked)\./,
			);
		}
		const names = template.nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		expect(new Set(template.nodes.map(({ id }) => id)).size).toBe(names.length);
		const connected = Object.entries(template.connections).flatMap(([from, kinds]) => [
			from,
			...Object.values(kinds)
				.flat(2)
				.map(({ node }) => node),
		]);
		expect(names).toEqual(expect.arrayContaining(connected));
	});

	test('fills in fields and options that our nodes have', () => {
		expect(ours.length).toBeGreaterThan(0);
		for (const node of ours) {
			const {
				resource: _,
				operation: __,
				...parameters
			} = node.parameters as Record<string, object>;
			const properties = propertiesOf(node);
			expect(properties.map((property) => property.name)).toEqual(
				expect.arrayContaining(Object.keys(parameters)),
			);
			expect(optionsAmong(properties).map((option) => option.name)).toEqual(
				expect.arrayContaining(Object.keys(parameters['options'] ?? {})),
			);
			if (node.type !== TRIGGER) continue;
			expect(eventOptions.map(({ value }) => value)).toEqual(
				expect.arrayContaining(parameters['events'] as unknown as string[]),
			);
		}
	});

	test('says on the canvas what it does and what to set up, and nothing lies upon something else', () => {
		const texts = notes.map(({ parameters }) => (parameters as { content: string }).content);
		expect(texts.filter((text) => text.includes(`## ${template.name}\n`))).toHaveLength(1);
		expect(texts.join('\n')).toContain('### Set up');
		for (const [index, node] of template.nodes.entries()) {
			const upon = template.nodes.slice(index + 1).filter((other) => overlap(node, other));
			expect(upon.map((other) => `${node.name} / ${other.name}`)).toEqual([]);
		}
	});

	test('is in the table of README, with a picture, and its story is played in n8n', () => {
		const picture = `docs/images/templates/${name}.png`;
		expect(LINKS).toContain(`[${template.name}](templates/${name}.json)`);
		expect(LINKS).toContain(`[picture](${picture})`);
		expect(existsSync(join(ROOT, picture))).toBe(true);
		expect(statSync(join(ROOT, picture)).size).toBeLessThan(MOST_BYTES_OF_A_PICTURE);
		expect(STORIES).toContain(`test('${name}', `);
	});
});
