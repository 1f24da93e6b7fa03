import { runTool } from './tools.mjs';

/** @param {string[]} args */
export default async function lint(args) {
	const problems = await runTool('eslint/bin/eslint.js', ['.', ...args]);
	const misshapen = await runTool('prettier/bin/prettier.cjs', [
		'--check',
		'--log-level=warn',
		'.',
	]);
	return problems || misshapen;
}
