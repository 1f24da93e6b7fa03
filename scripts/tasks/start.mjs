import { homedir } from 'node:os';
import { join } from 'node:path';
import { optionsOf, portFrom } from '../arguments.mjs';
import { atEnd } from '../shutdown.mjs';
import { N8n } from '../n8n/instance.mjs';
import { installPackage } from '../n8n/package.mjs';
import { say, step } from '../progress.mjs';
import { installN8n } from '../setup/n8n.mjs';
import { buildPackage } from './build.mjs';

const USAGE = 'npm start -- [--port 5678]';
const HOME = join(homedir(), '.n8n-whatsapp-linked');

/**
 * n8n with the package, and the real WhatsApp.
 *
 * @param {string[]} args
 */
export default async function start(args) {
	const options = optionsOf(args, { port: { type: 'string', default: '5678' } }, USAGE);
	const port = await portFrom(options.port, USAGE);
	await buildPackage();
	await installN8n();
	await installPackage(HOME);
	const n8n = new N8n({ home: HOME, port });
	atEnd(() => n8n.stop());
	await step('Starting n8n', '10 seconds, the first time 1 minute', () => n8n.start());
	say(`
n8n is running with the package, on the real WhatsApp: ${n8n.url}

  1. Open it. The first time, n8n asks you to make up a login.
  2. Credentials > Create credential > WhatsApp Linked API. Type your phone number and save:
     the banner says what to do next.
  3. In a workflow, add "WhatsApp Linked" to send, "WhatsApp Linked Trigger" to start on messages.

Everything is kept in ${HOME}. Ctrl-C ends n8n.
`);
	return await n8n.untilEnded();
}
