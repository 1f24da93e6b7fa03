// n8n reads the nodes and the credential at each of its starts: written out one by one, as `tsc` does, they are 400 files.

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, posix, relative, sep } from 'node:path';
import { build } from 'esbuild';
import { PROJECT_DIR } from './project.mjs';

const BUNDLE = 'nodes.js';

/**
 * These stay files of their own, which the nodes and the engine share: a process has one gateway, and an error of the engine
 * is known by its class.
 */
const SHARED = ['engine/transport/open-gateway', 'engine/gateway/errors'];

/**
 * Puts all that n8n reads at its start into one file, and beside it the files that package.json tells n8n of, which hand out
 * what is theirs. Dependencies stay outside, and so does what is imported when it is used.
 *
 * @param {string} folder what becomes dist/
 */
export async function bundleNodes(folder) {
	const { n8n, engines } = JSON.parse(await readFile(join(PROJECT_DIR, 'package.json'), 'utf8'));
	/** @type {string[]} */
	const files = [...n8n.nodes, ...n8n.credentials].map((file) => posix.relative('dist', file));
	await build({
		stdin: {
			contents: files.map((file) => `export * from './${file}';`).join('\n'),
			loader: 'ts',
			resolveDir: PROJECT_DIR,
		},
		bundle: true,
		platform: 'node',
		target: engines.node.replace('>=', 'node'),
		packages: 'external',
		// As in the modules that it is made of.
		banner: { js: '"use strict";' },
		plugins: [{ name: 'shared with the engine', setup: leaveShared }],
		outfile: join(folder, BUNDLE),
	});
	for (const file of files) {
		const bundle = posix.relative(posix.dirname(file), BUNDLE);
		await mkdir(dirname(join(folder, file)), { recursive: true });
		await writeFile(join(folder, file), `module.exports = require('${bundle}');\n`);
	}
}

/** @param {import('esbuild').PluginBuild} build */
function leaveShared({ onResolve }) {
	onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
		const module = relative(PROJECT_DIR, join(resolveDir, path)).replaceAll(sep, '/');
		return SHARED.includes(module) ? { path: `./${module}.js`, external: true } : undefined;
	});
}
