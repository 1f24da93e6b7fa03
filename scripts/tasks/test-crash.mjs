import { join } from 'node:path';
import { optionsOf } from '../arguments.mjs';
import { run } from '../processes.mjs';
import { step } from '../progress.mjs';
import { PROJECT_DIR } from '../project.mjs';
import { buildPackage } from './build.mjs';
import { projectTool } from './tools.mjs';

const PROGRAM = join(PROJECT_DIR, '.build', 'crash', 'test', 'crash', 'main.js');

const USAGE = `npm run test:crash -- [--runs N] [--seed S] [--point NAME]

  --runs    how many random kills; with --point, how often that point
  --seed    the seed that another run has printed, to make the same choices again
  --point   only the points whose name begins like this; a name that does not exist lists them all`;

/** @param {string[]} args for test/crash/main.ts */
export default async function testCrash(args) {
	const text = /** @type {const} */ ({ type: 'string' });
	optionsOf(args, { runs: text, seed: text, point: text }, USAGE);
	await buildPackage();
	await step('Building the crash tests', '15 seconds', () =>
		projectTool('typescript/bin/tsc', ['-p', 'test/crash/tsconfig.json']),
	);
	return await run(process.execPath, [PROGRAM, ...args], { cwd: PROJECT_DIR });
}
