import { runTool } from './tools.mjs';

/** What was checked before and has not changed since is not checked again. */
const REMEMBERED = ['--incremental', '--tsBuildInfoFile', '.build/typecheck.tsbuildinfo'];

/** @param {string[]} args */
export default async function typecheck(args) {
	return await runTool('typescript/bin/tsc', ['--noEmit', ...REMEMBERED, ...args]);
}
