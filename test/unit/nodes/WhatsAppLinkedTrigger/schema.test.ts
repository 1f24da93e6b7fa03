import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { incoming } from './events';

interface Schema {
	properties?: Record<string, Schema>;
}

const FILE = join(__dirname, '../../../../nodes/WhatsAppLinkedTrigger/__schema__/v1.0.0.json');

/** The editor shows it where the trigger has not run yet: n8n looks for this file at nodes without resource and operation. */
it('shows the fields of an incoming message', () => {
	const { properties = {} } = JSON.parse(readFileSync(FILE, 'utf8')) as Schema;
	const event = incoming();
	expect(Object.keys(properties).sort()).toEqual(Object.keys(event).sort());
	for (const name of ['account', 'chat', 'from'] as const) {
		expect(Object.keys(properties[name]?.properties ?? {}).sort()).toEqual(
			Object.keys(event[name]).sort(),
		);
	}
});
