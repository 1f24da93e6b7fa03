// The folder an n8n keeps its files in. The first start of n8n migrates an empty database for up to a minute: tests and
// demo start from a copy of a home that has this behind it, and has an owner already.

import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { step } from '../progress.mjs';
import { cached } from '../setup/cache.mjs';
import { N8n } from './instance.mjs';
import { freePort } from './ports.mjs';
import { N8nRest } from './rest.mjs';
import { N8N_VERSION } from './version.mjs';

/** Who owns the n8n of tests and demo. It listens on loopback only, and never has a real WhatsApp number. */
export const OWNER = {
	email: 'owner@example.com',
	password: 'Whatsapp-1',
	firstName: 'Demo',
	lastName: 'Owner',
};

/** @param {string} home is made ready for a first start */
export async function prepareHome(home) {
	await mkdir(home, { recursive: true });
	await cp(join(await migratedHome(), '.n8n'), join(home, '.n8n'), { recursive: true });
}

/** @returns {Promise<string>} */
export async function migratedHome() {
	const key = JSON.stringify([N8N_VERSION, OWNER]);
	return await cached(`n8n-${N8N_VERSION}-home`, key, (home) =>
		step('Starting n8n for the first time: it sets up its database', '1 minute', async () => {
			const n8n = new N8n({ home, port: await freePort() });
			await n8n.start();
			try {
				await new N8nRest(n8n.url).setUpOwner(OWNER);
			} finally {
				await n8n.stop();
			}
		}),
	);
}
