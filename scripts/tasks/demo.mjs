import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { optionsOf, portFrom } from '../arguments.mjs';
import { showToPerson } from '../demo/guide.mjs';
import { setScene } from '../demo/scene.mjs';
import { playStory } from '../demo/story.mjs';
import { freePort } from '../n8n/ports.mjs';
import { installN8n } from '../setup/n8n.mjs';
import { buildPackage, buildSimulator } from './build.mjs';

const USAGE = `npm run demo -- [--auto] [--port 5678] [--page-port 5680]

  --auto        play the whole story by itself on ports of its own, and tell whether it went well
  --port        where n8n is
  --page-port   where the page is that plays the phone and the contact`;

/** @param {string[]} args */
export default async function demo(args) {
	const { auto, ...ports } = optionsOf(
		args,
		{
			auto: { type: 'boolean', default: false },
			port: { type: 'string', default: '5678' },
			'page-port': { type: 'string', default: '5680' },
		},
		USAGE,
	);
	const port = auto ? await freePort() : await portFrom(ports.port, USAGE);
	const pagePort = auto ? await freePort() : await portFrom(ports['page-port'], USAGE);

	await buildPackage();
	await buildSimulator();
	await installN8n();
	const home = await mkdtemp(join(tmpdir(), 'n8n-whatsapp-demo-'));
	const scene = await setScene({ home, port, pagePort });
	return auto ? await playStory(scene) : await showToPerson(scene);
}
