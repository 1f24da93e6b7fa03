import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { EVENT_TYPES, type EngineEvent } from '../../../../engine/gateway/contract';
import { EVENTS, eventsWith } from '../../../../nodes/WhatsAppLinkedTrigger/events';
import { itemsFrom } from '../../../../nodes/WhatsAppLinkedTrigger/items';
import { WhatsAppLinkedTrigger } from '../../../../nodes/WhatsAppLinkedTrigger/WhatsAppLinkedTrigger.node';
import { misfits, schemaOf, type OutputSchema } from '../../../support/output-schema';

const NODE = join(__dirname, '../../../../nodes/WhatsAppLinkedTrigger');
const FILE = join(NODE, '__schema__/v1.0.0.json');
const schema = JSON.parse(readFileSync(FILE, 'utf8')) as OutputSchema;

/** With `UPDATE_DOCS=1` the fields of the samples come into the schema (prettier does the rest). */
beforeAll(() => {
	if (!process.env.UPDATE_DOCS) return;
	for (const { sample } of Object.values(EVENTS)) add(schemaOf([sample]), schema);
	writeFileSync(FILE, JSON.stringify(schema, null, 2));
});

/** What is shown already stays as it is. */
function add({ properties = {}, items }: OutputSchema, shown: OutputSchema): void {
	for (const [name, inner] of Object.entries(properties)) {
		const known = (shown.properties ??= {});
		add(inner, (known[name] ??= inner));
	}
	if (items) add(items, (shown.items ??= items));
}

describe.each(EVENT_TYPES.map((type) => [type, EVENTS[type]] as const))('%s', (type, row) => {
	const sample: EngineEvent = row.sample;

	it('has a sample of its own', () => {
		expect(sample.event).toBe(type);
		expect(sample.eventId).toMatch(/^credential-1:/);
	});

	it('has all its fields in the schema that the editor shows', () => {
		expect(misfits(sample, schema)).toEqual([]);
	});

	it.each(['simplified', 'raw', 'zapi'] as const)('comes out as %s', (format) => {
		const [item] = itemsFrom([{ event: sample }], format);
		expect(JSON.stringify(item?.json)).toMatch(/credential-1/);
	});

	it('goes by chats and kinds of messages only where it has such', () => {
		if (row.filters.includes('chatTypes')) expect(sample).toHaveProperty('chat.type');
		if (row.filters.includes('messageTypes')) expect(sample).toHaveProperty('type');
	});
});

describe('A filter', () => {
	const properties = new WhatsAppLinkedTrigger().description.properties;
	const chats = properties.find(({ name }) => name === 'chats');

	it('shows only beside events that have it', () => {
		expect(chats?.displayOptions?.show?.events).toEqual(eventsWith('chatTypes'));
		expect(eventsWith('chatTypes')).toContain('message.incoming');
		expect(eventsWith('chatTypes')).not.toContain('session.connected');
	});

	/** Chats is Direct by default: nothing of a group would ever come. */
	it('of chats is none of events that belong to groups, or to calls', () => {
		expect(eventsWith('chatTypes')).not.toContain('group.participantsChanged');
		expect(eventsWith('chatTypes')).not.toContain('call.received');
	});
});
