import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PROJECT_DIR } from '../project.mjs';
import { step } from '../progress.mjs';
import { npm } from './npm.mjs';

/**
 * Not `npm ci`: it refuses a package-lock.json that does not list the optional binaries of every platform, and npm writes
 * one that lists fewer where a registry has fewer. `--no-save` leaves package-lock.json as it is.
 */
const INSTALL = [
	'install',
	'--no-save',
	'--ignore-scripts',
	'--include=dev',
	'--no-audit',
	'--no-fund',
];

/** The project's own dependencies, as package-lock.json wants them. */
export async function installDependencies() {
	const wanted = await lockedPackages('package-lock.json');
	// npm writes this one when everything is in place.
	const installed = await lockedPackages('node_modules/.package-lock.json').catch(() => ({}));
	if (areIn(installed, wanted)) return;
	await step("Installing the project's dependencies", '1 minute', () =>
		npm(INSTALL, { cwd: PROJECT_DIR }),
	);
}

/** @typedef {Record<string, { version?: string, optional?: boolean }>} LockedPackages by their path */

/**
 * @param {string} file
 * @returns {Promise<LockedPackages>}
 */
async function lockedPackages(file) {
	const { packages } = JSON.parse(await readFile(join(PROJECT_DIR, file), 'utf8'));
	delete packages['']; // the project itself
	return packages;
}

/**
 * @param {LockedPackages} installed
 * @param {LockedPackages} wanted
 */
function areIn(installed, wanted) {
	return Object.entries(wanted).every(
		// Optional ones may be for another kind of machine.
		([path, { version, optional }]) => optional || installed[path]?.version === version,
	);
}
