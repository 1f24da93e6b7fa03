import { runTool } from './tools.mjs';

/** @param {string[]} args */
export default async function lint(args) {
	return await runTool('eslint/bin/eslint.js', ['.', ...args]);
}
