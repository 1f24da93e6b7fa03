// The WhatsApp server of the demo, as a program of its own: a phone and a contact, played on a web page.

import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PROJECT_DIR } from '../project.mjs';
import { startGroup } from '../processes.mjs';

const PROGRAM = join(PROJECT_DIR, '.build', 'simulator', 'main.js');

/**
 * @typedef {object} DemoSimulator
 * @property {string} endpoint JSON, for WHATSAPP_LINKED_ENDPOINT
 * @property {string} page URL
 * @property {() => void} stop
 */

/**
 * @param {{ owner: string, contact: string, pagePort: number }} options
 * @returns {Promise<DemoSimulator>}
 */
export async function startSimulator({ owner, contact, pagePort }) {
	const args = ['--page-port', String(pagePort), '--owner', owner, '--contact', contact];
	const simulator = await startGroup(process.execPath, [PROGRAM, ...args], {
		stdout: 'pipe',
		stderr: 'inherit',
	});
	const lines = createInterface({ input: /** @type {any} */ (simulator.stdout) });
	const ready = await Promise.race([
		once(lines, 'line'),
		simulator.ended.then(() => {
			throw new Error('The WhatsApp simulator ended while it started: the reason is above');
		}),
	]);
	const { endpoint, page } = JSON.parse(ready[0]);
	return {
		endpoint: JSON.stringify(endpoint),
		page,
		stop: () => simulator.kill('SIGTERM'),
	};
}
