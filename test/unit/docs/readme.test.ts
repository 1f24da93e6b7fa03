import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { eventOptions } from '../../../nodes/WhatsAppLinkedTrigger/options';
import { resources } from '../../../nodes/WhatsAppLinked/actions';

jest.mock('../../../nodes/shared/gateway', () => ({}));

const ROOT = join(__dirname, '..', '..', '..');
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const [, ...sections] = readme.split(/^## /m);
const titles = sections.map((section) => section.split('\n')[0]);

/** Lines are wrapped at any space. */
const operationsSection = (sections[titles.indexOf('Operations')] ?? '').replaceAll(/\s+/g, ' ');

test('the sections are those of community nodes of n8n, in their order', () => {
	expect(titles).toEqual([
		...['Installation', 'Operations', 'Credentials', 'Compatibility', 'Usage', 'Resources'],
		...['Version history', 'Licence'],
	]);
});

test.each(
	resources.flatMap(({ operations }) => Object.values(operations).map(({ option }) => option.name)),
)('names the operation %s', (name) => {
	expect(operationsSection).toMatch(new RegExp(`\\b${name}\\b`));
});

test.each(eventOptions.map(({ name }) => name))('names the event %s', (name) => {
	expect(operationsSection).toMatch(new RegExp(`\\b${name}\\b`));
});

const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);

test.each(links.filter((target) => !/^(https?:|#)/.test(target)))('%s is there', (target) => {
	expect(existsSync(join(ROOT, target.split('#')[0] ?? ''))).toBe(true);
});

test.each(links.filter((target) => target.startsWith('#')))('%s is a title', (target) => {
	const anchors = [...readme.matchAll(/^#+ (.*)$/gm)].map(
		([, title = '']) =>
			`#${title
				.toLowerCase()
				.replaceAll(/[^\w\s-]/g, '')
				.replaceAll(' ', '-')}`,
	);
	expect(anchors).toContain(target);
});
