import { basename, delimiter, dirname } from 'node:path';
import { runQuietly } from '../processes.mjs';

const ADVICE =
	'npm could not do its work: above is what it says. If this machine was offline, run the same command again.';

/**
 * Runs npm under the Node that will run what it installs, so that what it compiles fits: the one that runs us, or another.
 *
 * @param {readonly string[]} args
 * @param {{ cwd: string, env?: NodeJS.ProcessEnv, advice?: string, node?: string }} options
 */
export async function npm(args, { cwd, env = {}, advice = ADVICE, node = process.execPath }) {
	const path = `${dirname(node)}${delimiter}${process.env['PATH']}`;
	const options = { cwd, env: { ...process.env, ...env, PATH: path }, advice };
	// Started by `npm run`, npm says where it is; otherwise it is on the PATH.
	const self = process.env['npm_execpath'];
	return self && basename(self) === 'npm-cli.js'
		? await runQuietly(node, [self, ...args], options)
		: await runQuietly('npm', args, options);
}
