// Everything the demo is played with: a WhatsApp server with a phone and a contact, and an n8n that has the package, a
// credential for the phone's number, and two workflows.

import { rm } from 'node:fs/promises';
import { atEnd } from '../shutdown.mjs';
import { OWNER, prepareHome } from '../n8n/home.mjs';
import { N8n } from '../n8n/instance.mjs';
import { installPackage } from '../n8n/package.mjs';
import { N8nRest } from '../n8n/rest.mjs';
import { step } from '../progress.mjs';
import { startSimulator } from './simulator.mjs';
import {
	CONTACT_PHONE,
	CREDENTIAL,
	eventsWorkflow,
	OWNER_PHONE,
	sendingWorkflow,
} from './workflows.mjs';

/**
 * @typedef {Awaited<ReturnType<typeof setScene>>} Scene
 */

/**
 * @param {{ home: string, port: number, pagePort: number }} options home is deleted at the end
 */
export async function setScene({ home, port, pagePort }) {
	await prepareHome(home);
	await installPackage(home);

	const simulator = await step('Starting the WhatsApp simulator', '1 second', () =>
		startSimulator({ owner: OWNER_PHONE, contact: CONTACT_PHONE, pagePort }),
	);
	atEnd(() => simulator.stop());

	const n8n = new N8n({ home, port, env: { WHATSAPP_LINKED_ENDPOINT: simulator.endpoint } });
	atEnd(async () => {
		await n8n.stop();
		await rm(home, { recursive: true });
	});
	await step('Starting n8n', '10 seconds', () => n8n.start());

	const rest = new N8nRest(n8n.url);
	await rest.logIn(OWNER);
	const credential = await rest.createCredential(CREDENTIAL);
	const sending = await rest.createWorkflow(sendingWorkflow(credential));
	const events = await rest.createWorkflow(eventsWorkflow(credential));
	return { simulator, n8n, rest, credential, sending, events };
}
