import { accessSync, constants } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { step, UserError } from '../progress.mjs';
import { runQuietly } from '../processes.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_PROGRAM = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** @returns {string | undefined} the program */
export function findChromium() {
	const candidates = [
		process.env['CHROMIUM_PATH'],
		...(process.env['PATH'] ?? '')
			.split(delimiter)
			.flatMap((folder) => PROGRAMS.map((name) => join(folder, name))),
		MAC_PROGRAM,
	];
	return candidates.find((path) => path && isExecutable(path));
}

/** The browser that the tests look at n8n's editor with. */
export async function installChromium() {
	if (findChromium()) return;
	if (process.getuid?.() === 0 && (await hasDebianPackages())) {
		await step('Installing Chromium for the tests in the editor', '1 minute', async () => {
			await aptGet(['update']);
			await aptGet(['install', '-y', '--no-install-recommends', 'chromium']);
		});
	}
	if (!findChromium()) {
		throw new UserError(
			'The tests in the editor need Chromium or Google Chrome, and there is none. Install one (on Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to where yours is. Without it: npm test -- --selectProjects unit engine',
		);
	}
}

/** @param {readonly string[]} args */
async function aptGet(args) {
	await runQuietly('apt-get', args, {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		advice: 'Chromium could not be installed. Install it yourself, or set CHROMIUM_PATH.',
	});
}

/** Ubuntu's "chromium" is a snap, which needs more than a machine without a desktop has. */
async function hasDebianPackages() {
	const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
	return /^ID=debian$/m.test(release);
}

/** @param {string} path */
function isExecutable(path) {
	try {
		accessSync(path, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}
