import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { N8N_VERSION } from '../project.mjs';
import { step } from '../progress.mjs';
import { runQuietly } from '../processes.mjs';
import { cached } from './cache.mjs';
import { nodeHeadersFolder } from './node24.mjs';
import { npm } from './npm.mjs';

const MANIFEST = JSON.stringify({
	private: true,
	dependencies: { n8n: N8N_VERSION },
	// 0.18.15 depends on a package that does not exist.
	overrides: { linkedom: '0.18.14' },
});

/** The only install scripts n8n cannot do without: its database driver and its expression sandbox. */
const NATIVE_MODULES = ['sqlite3', 'isolated-vm'];

const COMPILER_ADVICE =
	'n8n has a part that is compiled on this machine. It needs python3, make and g++ (on Debian and Ubuntu: apt-get install python3 make g++). Install them and run this again.';

/** @returns {Promise<string>} the folder that has n8n in its node_modules */
export async function installN8n() {
	return await cached(`n8n-${N8N_VERSION}`, MANIFEST, async (folder) => {
		await writeFile(join(folder, 'package.json'), MANIFEST);
		await step(
			`Installing n8n ${N8N_VERSION}, once for this machine: 2,400 packages, 3 GB`,
			'4 minutes',
			() => npm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder }),
		);
		await step('Compiling the native parts of n8n', '2 minutes', async () => {
			const headers = nodeHeadersFolder();
			await npm(['rebuild', '--ignore-scripts=false', ...NATIVE_MODULES], {
				cwd: folder,
				env: headers ? { npm_config_nodedir: headers } : {},
				advice: COMPILER_ADVICE,
			});
			const load = NATIVE_MODULES.map((name) => `require('${name}')`).join();
			await runQuietly(process.execPath, ['-e', load], { cwd: folder, advice: COMPILER_ADVICE });
		});
	});
}
