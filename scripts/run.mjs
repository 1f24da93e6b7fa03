// node scripts/run.mjs <task> [args]: what package.json's scripts call. It needs nothing but Node 20 and npm; each task
// gets what else it needs by itself. Until the Node of .nvmrc runs it, only Node's own modules may be imported here.

import { delimiter, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { end, endWhenStopped, isStopped } from './shutdown.mjs';
import { run } from './processes.mjs';
import { UserError } from './progress.mjs';
import { NODE_VERSION } from './project.mjs';
import { installDependencies } from './setup/dependencies.mjs';
import { installNode, isRunningOnOurNode } from './setup/node.mjs';

/** @type {Record<string, () => Promise<{ default: (args: string[]) => Promise<number> }>>} */
const TASKS = {
	build: () => import('./tasks/build.mjs'),
	lint: () => import('./tasks/lint.mjs'),
	typecheck: () => import('./tasks/typecheck.mjs'),
	test: () => import('./tasks/test.mjs'),
	'test:crash': () => import('./tasks/test-crash.mjs'),
	'test:fleet': () => import('./tasks/test-fleet.mjs'),
	demo: () => import('./tasks/demo.mjs'),
	start: () => import('./tasks/start.mjs'),
	bench: () => import('./tasks/bench.mjs'),
	release: () => import('./tasks/release.mjs'),
};

/**
 * @param {string} name
 * @param {string[]} args
 * @returns {Promise<number>} exit code
 */
async function runTask(name, args) {
	const load = TASKS[name];
	if (!load) {
		throw new UserError(
			`There is no task "${name}". Use one of: npm run ${Object.keys(TASKS).join(', ')}`,
		);
	}
	if (!isRunningOnOurNode()) return await runUnderOurNode([name, ...args]);
	await installDependencies();
	const task = await load();
	return await task.default(args);
}

/** @param {string[]} args */
async function runUnderOurNode(args) {
	const node = await installNode(NODE_VERSION);
	const env = {
		...process.env,
		PATH: `${dirname(node)}${delimiter}${process.env['PATH']}`,
	};
	return await run(node, [fileURLToPath(import.meta.url), ...args], { env });
}

endWhenStopped();
const [task = '', ...args] = process.argv.slice(2);
try {
	process.exitCode = await runTask(task, args);
} catch (error) {
	if (!isStopped()) console.error(error instanceof UserError ? `\n${error.message}` : error);
	process.exitCode = 1;
} finally {
	await end();
}
