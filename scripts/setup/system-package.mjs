import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { runQuietly } from '../processes.mjs';

/**
 * The first of these programs that is on the PATH.
 *
 * @param {readonly string[]} names
 */
export function findOnPath(names) {
	const folders = (process.env['PATH'] ?? '').split(delimiter);
	const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
	return candidates.find(isExecutable);
}

/** @param {string} path */
export function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Whether the system's packages can be installed without asking anybody: as root on Debian. */
export async function canInstallPackages() {
	return process.getuid?.() === 0 && (await isDebian());
}

/**
 * @param {string} name
 * @param {string} advice what to do when it cannot be installed
 */
export async function installPackage(name, advice) {
	await aptGet(['update'], advice);
	await aptGet(['install', '-y', '--no-install-recommends', name], advice);
}

/**
 * @param {readonly string[]} args
 * @param {string} advice
 */
async function aptGet(args, advice) {
	await runQuietly('apt-get', args, {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		advice,
	});
}

/** Ubuntu's "chromium" is a snap, which needs more than a machine without a desktop has. */
async function isDebian() {
	const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
	return /^ID=debian$/m.test(release);
}
