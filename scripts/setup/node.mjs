import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NODE_VERSION } from '../project.mjs';
import { step, UserError } from '../progress.mjs';
import { cached } from './cache.mjs';
import { npm } from './npm.mjs';

/**
 * Whether this is the Node of .nvmrc, or a later one of the same major version.
 *
 * @param {string} [running]
 * @param {string} [ours]
 */
export function isRunningOnOurNode(running = process.versions.node, ours = NODE_VERSION) {
	const [major, minor = 0, patch = 0] = running.split('.').map(Number);
	const [ourMajor, ourMinor = 0, ourPatch = 0] = ours.split('.').map(Number);
	return major === ourMajor && (minor > ourMinor || (minor === ourMinor && patch >= ourPatch));
}

/**
 * Node comes as an npm package, so that nothing but npm is needed to get it.
 *
 * @param {string} version
 * @returns {Promise<string>} the program
 */
export async function installNode(version) {
	const packageName = `node-${process.platform}-${process.arch}`;
	const folder = await cached(`node-${version}`, packageName, async (unfinished) => {
		await step(
			`This is Node ${process.versions.node}: installing Node ${version} beside it`,
			'20 seconds',
			async () => {
				await writeFile(join(unfinished, 'package.json'), '{ "private": true }\n');
				await npm(['install', '--no-audit', '--no-fund', `${packageName}@${version}`], {
					cwd: unfinished,
					advice: `Node ${version} could not be installed. Either this machine is offline, or there is no such Node on npm (${packageName}): then install it yourself and run this again with it.`,
				});
			},
		);
	});
	const node = join(folder, 'node_modules', packageName, 'bin', 'node');
	if (!existsSync(node)) {
		throw new UserError(`${node} is missing. Delete ${folder} and run this again.`);
	}
	return node;
}

/**
 * The C headers that belong to a Node: native modules are compiled against them.
 *
 * @param {string} node the program
 */
export function nodeHeadersFolder(node) {
	const folder = dirname(dirname(node));
	return existsSync(join(folder, 'include', 'node', 'node.h')) ? folder : undefined;
}
