import { readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { step, UserError } from '../progress.mjs';
import { canInstallPackages, findOnPath, installPackage, isExecutable } from './system-package.mjs';

/** Debian keeps the programs of each PostgreSQL here, and off the PATH. */
const DEBIAN_POSTGRES = '/usr/lib/postgresql';
const ADVICE =
	'PostgreSQL and Redis could not be installed. Install postgresql and redis-server yourself.';

/** What n8n needs to run as several processes. The tests start servers of their own: those of the system are left alone. */
export async function installServices() {
	if (missing().length > 0 && (await canInstallPackages())) {
		await step(
			'Installing PostgreSQL and Redis for the tests of several processes',
			'1 minute',
			async () => {
				for (const name of missing()) await installPackage(name, ADVICE);
			},
		);
	}
	if (missing().length > 0) {
		throw new UserError(
			'The tests of several processes need PostgreSQL and Redis, and they are not there. Install both (on Debian: sudo apt-get install postgresql redis-server). Without them: npm test -- --selectProjects unit engine',
		);
	}
}

/** Packages of Debian whose programs are not there. */
function missing() {
	return [
		...(postgresFolder() === undefined ? ['postgresql'] : []),
		...(findOnPath(['redis-server']) === undefined ? ['redis-server'] : []),
	];
}

/**
 * Where the programs of PostgreSQL are.
 *
 * @returns {string | undefined}
 */
export function postgresFolder() {
	return debianFolders().find(isComplete) ?? folderOnPath();
}

/** The newest first. */
function debianFolders() {
	try {
		return readdirSync(DEBIAN_POSTGRES)
			.toSorted((a, b) => Number(b) - Number(a))
			.map((version) => join(DEBIAN_POSTGRES, version, 'bin'));
	} catch {
		return [];
	}
}

function folderOnPath() {
	const initdb = findOnPath(['initdb']);
	return initdb && dirname(realpathSync(initdb));
}

/** @param {string} folder */
function isComplete(folder) {
	return ['initdb', 'postgres', 'psql'].every((name) => isExecutable(join(folder, name)));
}
