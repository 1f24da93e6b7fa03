import { join } from 'node:path';
import { optionsOf } from '../arguments.mjs';
import { run } from '../processes.mjs';
import { step } from '../progress.mjs';
import { PROJECT_DIR } from '../project.mjs';
import { emptyDatabase } from '../services/postgres.mjs';
import { installServices } from '../setup/services.mjs';
import { buildPackage } from './build.mjs';
import { projectTool } from './tools.mjs';

const PROGRAM = join(PROJECT_DIR, '.build', 'fleet', 'test', 'fleet', 'kills', 'main.js');

const USAGE = `npm run test:fleet -- [--rounds N] [--seed S] [--job NAME]

  --rounds  how often each thing happens at most
  --seed    the seed that another run has printed, to make the same choices again
  --job     only what is called like this, or begins like it; a name that does not exist lists them all`;

/** @param {string[]} args for test/fleet/kills/main.ts */
export default async function testFleet(args) {
	const text = /** @type {const} */ ({ type: 'string' });
	optionsOf(args, { rounds: text, seed: text, job: text }, USAGE);
	await buildPackage();
	await installServices();
	await emptyDatabase();
	await step('Building the tests of the fleet', '15 seconds', () =>
		projectTool('typescript/bin/tsc', ['-p', 'test/fleet/kills/tsconfig.json']),
	);
	return await run(process.execPath, [PROGRAM, ...args], { cwd: PROJECT_DIR });
}
