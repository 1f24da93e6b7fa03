import { loadavg } from 'node:os';
import { join } from 'node:path';
import { run } from '../processes.mjs';
import { step } from '../progress.mjs';
import { PROJECT_DIR } from '../project.mjs';
import { installServices } from '../setup/services.mjs';
import { buildPackage } from './build.mjs';
import { projectTool } from './tools.mjs';

const PROGRAM = join(PROJECT_DIR, '.build', 'bench', 'test', 'bench', 'main.js');

/** @param {string[]} args for test/bench/main.ts */
export default async function bench(args) {
	// What is built here is no load of others.
	const [LOAD_BEFORE] = loadavg().map(String);
	if (needsServices(args)) await installServices();
	await buildPackage();
	await step('Building the benchmarks', '15 seconds', () =>
		projectTool('typescript/bin/tsc', ['-p', 'test/bench/tsconfig.json']),
	);
	const env = { ...process.env, LOAD_BEFORE };
	return await run(process.execPath, [PROGRAM, ...args], { cwd: PROJECT_DIR, env });
}

/**
 * Those of queue mode are named fleet.
 *
 * @param {string[]} args
 */
function needsServices(args) {
	return args.some((arg) => arg.includes('fleet'));
}
