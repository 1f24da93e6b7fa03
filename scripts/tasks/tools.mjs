import { join } from 'node:path';
import { PROJECT_DIR } from '../project.mjs';
import { UserError } from '../progress.mjs';
import { run } from '../processes.mjs';

/**
 * Runs a tool from the project's own node_modules.
 *
 * @param {string} script
 * @param {readonly string[]} args
 * @param {readonly string[]} [nodeFlags]
 * @returns {Promise<number>} exit code
 */
export async function runTool(script, args, nodeFlags = []) {
	const path = join(PROJECT_DIR, 'node_modules', script);
	return await run(process.execPath, [...nodeFlags, path, ...args], { cwd: PROJECT_DIR });
}

/**
 * The same for a tool without which the task cannot go on.
 *
 * @param {string} script
 * @param {readonly string[]} args
 */
export async function projectTool(script, args) {
	const code = await runTool(script, args);
	if (code !== 0) throw new UserError(`${script} failed: the reasons are above.`);
}
