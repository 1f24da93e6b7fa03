// Starting other programs. None of them outlives the script that started it.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { atEnd } from './shutdown.mjs';
import { UserError } from './progress.mjs';

const PROCESS_GROUP = fileURLToPath(new URL('process-group.mjs', import.meta.url));
const SHOWN_LINES = 20;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a command whose output is what the user wants to see.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<number>} its exit code
 */
export async function run(command, args, options = {}) {
	const child = spawn(command, args, { ...options, stdio: 'inherit' });
	return await endOf(child);
}

/**
 * Runs a command of the set-up. Its output is shown only when it fails.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { advice?: string }} [options] advice: what the user can do when it fails
 * @returns {Promise<string>} what it wrote to stdout
 */
export async function runQuietly(command, args, { advice = '', ...options } = {}) {
	const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let everything = '';
	child.stdout.on('data', (chunk) => {
		stdout += chunk;
		everything += chunk;
	});
	child.stderr.on('data', (chunk) => (everything += chunk));
	const code = await endOf(child);
	if (code !== 0) {
		throw new UserError(
			`${command} ${args.join(' ')}\nfailed (exit code ${code}):\n\n${shortened(everything)}\n\n${advice}`.trimEnd(),
		);
	}
	return stdout;
}

/**
 * Programs tell what is wrong at the beginning or at the end of what they write.
 *
 * @param {string} output
 */
function shortened(output) {
	const lines = output.trim().split('\n');
	if (lines.length <= 2 * SHOWN_LINES) return lines.join('\n');
	return [...lines.slice(0, SHOWN_LINES), '[...]', ...lines.slice(-SHOWN_LINES)].join('\n');
}

/**
 * Waits for the child, and ends it when we are stopped before.
 *
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code; 1 when a signal ended it
 */
async function endOf(child) {
	const closed = /** @type {Promise<[number | null]>} */ (once(child, 'close'));
	const forget = atEnd(async () => {
		child.kill('SIGTERM');
		await closed;
	});
	try {
		const [code] = await closed;
		return code ?? 1;
	} finally {
		forget();
	}
}

/**
 * @typedef {object} ProcessGroup
 * @property {number} pid of the command itself
 * @property {import('node:stream').Readable | null} stdout when it is piped
 * @property {Promise<void>} ended the command and everything it had started are gone
 * @property {(signal: NodeJS.Signals) => void} kill
 */

/**
 * Starts a program that runs on, in a process group of its own. It ends, with all it has started, when this process
 * ends: even if that is killed with SIGKILL, or is a Jest worker whose exit handlers nobody calls.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { stdout: 'pipe' | number, stderr: 'inherit' | number }} options
 * @returns {Promise<ProcessGroup>}
 */
export async function startGroup(command, args, { stdout, stderr, ...options }) {
	const holder = spawn(process.execPath, [PROCESS_GROUP, command, ...args], {
		...options,
		stdio: ['ignore', stdout, stderr, 'ipc'],
	});
	const ended = once(holder, 'exit').then(() => undefined);
	const started = once(holder, 'message').then(([message]) => message);
	const pid = /** @type {number | undefined} */ (
		await Promise.race([started, ended.then(() => undefined)])
	);
	if (pid === undefined) throw new Error(`${command} could not be started`);
	return {
		pid,
		stdout: holder.stdout,
		ended,
		kill: (signal) => {
			if (holder.connected) holder.send(signal);
		},
	};
}
