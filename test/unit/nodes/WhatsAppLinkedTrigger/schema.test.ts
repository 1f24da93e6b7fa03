import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { misfits, type OutputSchema } from '../../../support/output-schema';
import { incoming } from './events';

const ROOT = join(__dirname, '../../../..');
const FILE = join(ROOT, 'nodes/WhatsAppLinkedTrigger/__schema__/v1.0.0.json');
const schema = JSON.parse(readFileSync(FILE, 'utf8')) as OutputSchema;

/** The editor shows it where the trigger has not run yet: n8n looks for this file at nodes without resource and operation. */
describe('The schema', () => {
	it('shows the fields of an incoming message', () => {
		expect(misfits(incoming(), schema)).toEqual([]);
	});

	/** Those of the other output formats are not shown. */
	const others = new Set(['raw', 'zapi']);
	const text = readFileSync(join(ROOT, 'docs/events.md'), 'utf8');
	const examples = [...text.matchAll(/<!-- example: (\w+) -->\n\n```json\n([^]*?)\n```/g)]
		.map(([, name = '', json = '']) => [name, JSON.parse(json) as unknown] as const)
		.filter(([name]) => !others.has(name));

	it.each(examples)('shows the fields of the documented event %s', (_name, event) => {
		expect(misfits(event, schema)).toEqual([]);
	});

	it('shows the object of every kind of message', () => {
		const types = readFileSync(join(ROOT, 'engine/gateway/incoming.ts'), 'utf8');
		const body = /export interface MessageBody [^]*?\n}/.exec(types)?.[0] ?? '';
		const objects = [...body.matchAll(/^\t(\w+)\?:/gm)].map(([, name = '']) => name);
		expect(objects.length).toBeGreaterThan(20);
		expect(Object.keys(schema.properties ?? {})).toEqual(expect.arrayContaining(objects));
	});
});
