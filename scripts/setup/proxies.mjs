import { step, UserError } from '../progress.mjs';
import { canInstallPackages, findOnPath, installPackage } from './system-package.mjs';

/** The programs, and the packages of Debian that hold nothing else. */
const PACKAGES = { tinyproxy: 'tinyproxy-bin', microsocks: 'microsocks' };
const ADVICE = 'The proxies could not be installed. Install tinyproxy and microsocks yourself.';

/** An HTTP and a SOCKS5 proxy that the tests start: a number may have to go through one of them. */
export async function installProxies() {
	if (missing().length > 0 && (await canInstallPackages())) {
		await step(
			'Installing tinyproxy and microsocks for the tests of proxies',
			'10 seconds',
			async () => {
				for (const [, name] of missing()) await installPackage(name, ADVICE);
			},
		);
	}
	if (missing().length > 0) {
		throw new UserError(
			'The tests of proxies need tinyproxy and microsocks, and they are not on the PATH. Install both (on Debian: sudo apt-get install tinyproxy-bin microsocks). Without them: npm test -- --selectProjects unit',
		);
	}
}

function missing() {
	return Object.entries(PACKAGES).filter(([program]) => findOnPath([program]) === undefined);
}
