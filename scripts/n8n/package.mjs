// Brings the package into an n8n the way n8n's own "Install community node" does: packed, unpacked, its runtime
// dependencies installed beside it. What works here works for a user who installs it from the registry.

import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PACKAGE_NAME, PROJECT_DIR } from '../project.mjs';
import { step } from '../progress.mjs';
import { runQuietly } from '../processes.mjs';
import { cached } from '../setup/cache.mjs';
import { npm } from '../setup/npm.mjs';

/** n8n's own flags. Install scripts never run, and no lock file is honoured. */
const N8N_INSTALL = [
	'install',
	'--audit=false',
	'--fund=false',
	'--bin-links=false',
	'--install-strategy=shallow',
	'--ignore-scripts=true',
	'--package-lock=false',
];

/**
 * Packs what `npm run build` has built, and puts it into n8n's folder for community packages.
 *
 * @param {string} home of the n8n
 */
export async function installPackage(home) {
	const nodesFolder = join(home, '.n8n', 'nodes');
	const packageFolder = join(nodesFolder, 'node_modules', PACKAGE_NAME);
	await rm(packageFolder, { recursive: true, force: true });
	await mkdir(packageFolder, { recursive: true });

	await unpackInto(packageFolder);
	const version = await rewriteManifest(join(packageFolder, 'package.json'));
	const installed = await installRuntimeDependencies();
	await symlink(join(installed, 'node_modules'), join(packageFolder, 'node_modules'), 'dir');

	const ledger = {
		name: 'installed-nodes',
		private: true,
		dependencies: { [PACKAGE_NAME]: version },
	};
	await writeFile(join(nodesFolder, 'package.json'), JSON.stringify(ledger));
}

/** @param {string} folder */
async function unpackInto(folder) {
	const temporary = await mkdtemp(join(tmpdir(), `${PACKAGE_NAME}-`));
	try {
		const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', temporary];
		const [{ filename }] = JSON.parse(await npm(pack, { cwd: PROJECT_DIR }));
		const tarball = join(temporary, filename);
		await runQuietly('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1']);
	} finally {
		await rm(temporary, { recursive: true });
	}
}

/**
 * n8n takes these out before it installs, so that only runtime dependencies are.
 *
 * @param {string} path
 * @returns {Promise<string>} the package's version
 */
async function rewriteManifest(path) {
	const { devDependencies, peerDependencies, optionalDependencies, ...manifest } = JSON.parse(
		await readFile(path, 'utf8'),
	);
	await writeFile(path, JSON.stringify(manifest, null, 2));
	return manifest.version;
}

/**
 * Kept in the cache, so that only the first time takes long and needs the network.
 *
 * @returns {Promise<string>} the folder that has them in its node_modules
 */
export async function installRuntimeDependencies() {
	const { dependencies } = JSON.parse(await readFile(join(PROJECT_DIR, 'package.json'), 'utf8'));
	const manifest = JSON.stringify({ private: true, dependencies });
	const hash = createHash('sha256').update(manifest).digest('hex').slice(0, 12);
	return await cached(`runtime-dependencies-${hash}`, manifest, (folder) =>
		step("Installing the package's runtime dependencies, as n8n does", '20 seconds', async () => {
			await writeFile(join(folder, 'package.json'), manifest);
			await npm(N8N_INSTALL, { cwd: folder });
		}),
	);
}
