import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NODE_MINIMUM, NODE_VERSION } from '../project.mjs';
import { step, UserError } from '../progress.mjs';
import { cached } from './cache.mjs';
import { npm } from './npm.mjs';

export function isRunningOnNode24() {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	return major === NODE_MINIMUM.major && minor >= NODE_MINIMUM.minor;
}

/**
 * Node 24 comes as an npm package, so that nothing but npm is needed to get it.
 *
 * @returns {Promise<string>} the program
 */
export async function installNode24() {
	const packageName = `node-${process.platform}-${process.arch}`;
	const folder = await cached(`node-${NODE_MINIMUM.major}`, NODE_VERSION, async (unfinished) => {
		await step(
			`This is Node ${process.versions.node}, n8n needs Node ${NODE_MINIMUM.major}: installing ${NODE_VERSION} beside it`,
			'20 seconds',
			async () => {
				await writeFile(join(unfinished, 'package.json'), '{ "private": true }\n');
				await npm(['install', '--no-audit', '--no-fund', `${packageName}@${NODE_VERSION}`], {
					cwd: unfinished,
					advice: `Node ${NODE_VERSION} could not be installed. Either this machine is offline, or there is no Node for it on npm (${packageName}): then install Node ${NODE_MINIMUM.major}.${NODE_MINIMUM.minor} or a later ${NODE_MINIMUM.major} yourself and run this again with it.`,
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

/** The C headers that belong to the running Node: native modules are compiled against them. */
export function nodeHeadersFolder() {
	const folder = dirname(dirname(process.execPath));
	return existsSync(join(folder, 'include', 'node', 'node.h')) ? folder : undefined;
}
