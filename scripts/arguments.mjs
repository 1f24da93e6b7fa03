import { parseArgs } from 'node:util';
import { isFree } from './n8n/ports.mjs';
import { UserError } from './progress.mjs';

/**
 * Reads the options of a task, and says what it takes when one is wrong.
 *
 * @template {import('node:util').ParseArgsOptionsConfig} T
 * @param {string[]} args
 * @param {T} options
 * @param {string} usage
 */
export function optionsOf(args, options, usage) {
	try {
		return parseArgs({ args, options, strict: true }).values;
	} catch (error) {
		throw new UserError(`${/** @type {Error} */ (error).message}\n\n${usage}`);
	}
}

/**
 * @param {string} text
 * @param {string} usage
 */
export async function portFrom(text, usage) {
	const port = Number(text);
	if (!Number.isInteger(port) || port < 1 || port > 65535) {
		throw new UserError(`"${text}" is no port number.\n\n${usage}`);
	}
	if (!(await isFree(port))) {
		throw new UserError(
			`Port ${port} is in use: another n8n, or this one in another window? End it, or choose another port.\n\n${usage}`,
		);
	}
	return port;
}
