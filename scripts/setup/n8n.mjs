import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { N8N_NODE_VERSION, N8N_VERSION } from '../n8n/version.mjs';
import { N8N_VERSIONS } from '../project.mjs';
import { step } from '../progress.mjs';
import { runQuietly } from '../processes.mjs';
import { cached } from './cache.mjs';
import { installNode, nodeHeadersFolder } from './node.mjs';
import { npm } from './npm.mjs';

const MANIFEST = JSON.stringify({
	private: true,
	dependencies: { n8n: N8N_VERSION },
	overrides: {
		// 0.18.15 depends on a package that does not exist.
		linkedom: '0.18.14',
		// Older n8n take this from its maker's own server, which not everybody reaches; the newest takes it from npm too.
		...(N8N_VERSION !== N8N_VERSIONS.newest && { xlsx: 'npm:@e965/xlsx@0.20.2' }),
	},
});

/** The only install scripts n8n cannot do without: its database driver and its expression sandbox. */
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

const COMPILER_ADVICE =
	'n8n has a part that is compiled on this machine. It needs python3, make and g++ (on Debian and Ubuntu: apt-get install python3 make g++). Install them and run this again.';

/** A part of n8n is compiled for one Node. */
const FOLDER = N8N_NODE_VERSION
	? `n8n-${N8N_VERSION}-node-${N8N_NODE_VERSION}`
	: `n8n-${N8N_VERSION}`;

/** @returns {Promise<string>} the program that runs n8n */
export async function nodeOfN8n() {
	return N8N_NODE_VERSION ? await installNode(N8N_NODE_VERSION) : process.execPath;
}

/** @returns {Promise<string>} the folder that has n8n in its node_modules */
export async function installN8n() {
	const node = await nodeOfN8n();
	return await cached(FOLDER, MANIFEST, async (folder) => {
		await writeFile(join(folder, 'package.json'), MANIFEST);
		await step(
			`Installing n8n ${N8N_VERSION}, once for this machine: 2,400 packages, 3 GB`,
			'4 minutes',
			() => npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder, node }),
		);
		await step('Compiling the native parts of n8n', '2 minutes', async () => {
			const headers = nodeHeadersFolder(node);
			await npm(['rebuild', '--ignore-scripts=false', ...NATIVE_MODULES], {
				cwd: folder,
				node,
				env: headers ? { npm_config_nodedir: headers } : {},
				advice: COMPILER_ADVICE,
			});
			const load = NATIVE_MODULES.map((name) => `require('${name}')`).join();
			await runQuietly(node, ['-e', load], { cwd: folder, advice: COMPILER_ADVICE });
		});
	});
}
