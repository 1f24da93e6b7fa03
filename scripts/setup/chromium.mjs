import { step, UserError } from '../progress.mjs';
import { canInstallPackages, findOnPath, installPackage, isExecutable } from './system-package.mjs';

const PROGRAMS = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const MAC_PROGRAM = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
const ADVICE = 'Chromium could not be installed. Install it yourself, or set CHROMIUM_PATH.';

/** @returns {string | undefined} the program */
export function findChromium() {
	const set = process.env['CHROMIUM_PATH'];
	if (set && isExecutable(set)) return set;
	return findOnPath(PROGRAMS) ?? [MAC_PROGRAM].find(isExecutable);
}

/** The browser that the tests look at n8n's editor with. */
export async function installChromium() {
	if (findChromium()) return;
	if (await canInstallPackages()) {
		await step('Installing Chromium for the tests in the editor', '1 minute', () =>
			installPackage('chromium', ADVICE),
		);
	}
	if (!findChromium()) {
		throw new UserError(
			'The tests in the editor need Chromium or Google Chrome, and there is none. Install one (on Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to where yours is. Without it: npm test -- --selectProjects unit engine',
		);
	}
}
