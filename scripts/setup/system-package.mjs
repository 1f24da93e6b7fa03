import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { runQuietly } from '../processes.mjs';
import { say, UserError } from '../progress.mjs';

/** A fresh Debian installs its security updates by itself, and holds apt's locks for minutes while it does. */
const LOCKED = { patienceMs: 600_000, pauseMs: 5_000 };

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
 * @param {{ patienceMs: number, pauseMs: number }} [locked] how long to wait for another apt
 */
export async function installPackage(name, advice, locked = LOCKED) {
	await aptGet(['update'], advice, locked);
	await aptGet(['install', '-y', '--no-install-recommends', name], advice, locked);
}

/**
 * apt-get waits by itself for dpkg's lock alone. When another one holds the lock of the package lists or of the downloads, it
 * fails at once, and is run again.
 *
 * @param {readonly string[]} args
 * @param {string} advice
 * @param {{ patienceMs: number, pauseMs: number }} locked
 */
async function aptGet(args, advice, { patienceMs, pauseMs }) {
	const waiting = ['-o', `DPkg::Lock::Timeout=${Math.ceil(patienceMs / 1000)}`];
	const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C' };
	const deadline = Date.now() + patienceMs;
	for (let attempt = 1; ; attempt++) {
		try {
			await runQuietly('apt-get', [...waiting, ...args], { env, advice });
			return;
		} catch (error) {
			if (!isLocked(error) || Date.now() >= deadline) throw error;
			if (attempt === 1) say('  another program installs packages: waiting for its end');
		}
		await delay(pauseMs);
	}
}

/** @param {unknown} error */
function isLocked(error) {
	return error instanceof UserError && error.message.includes('E: Could not get lock');
}

/** Ubuntu's "chromium" is a snap, which needs more than a machine without a desktop has. */
async function isDebian() {
	const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
	return /^ID=debian$/m.test(release);
}
