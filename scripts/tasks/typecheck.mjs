import { runTool } from './tools.mjs';

/** @param {string[]} args */
export default async function typecheck(args) {
	return await runTool('typescript/bin/tsc', ['--noEmit', ...args]);
}
