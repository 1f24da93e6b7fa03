import { step, UserError } from '../progress.mjs';
import { canInstallPackages, findOnPath, installPackage } from './system-package.mjs';

const ADVICE = 'ffmpeg could not be installed. Install it yourself.';

/** What makes voice messages and looks at videos, where a server of n8n has it: the tests try both with and without. */
export async function installFfmpeg() {
	if (isThere()) return;
	if (await canInstallPackages()) {
		await step('Installing ffmpeg for the tests of files', '1 minute', () =>
			installPackage('ffmpeg', ADVICE),
		);
	}
	if (!isThere()) {
		throw new UserError(
			'The tests of files need ffmpeg and ffprobe, and they are not on the PATH. Install ffmpeg (on Debian: sudo apt-get install ffmpeg). Without it: npm test -- --selectProjects unit',
		);
	}
}

function isThere() {
	return findOnPath(['ffmpeg']) !== undefined && findOnPath(['ffprobe']) !== undefined;
}
