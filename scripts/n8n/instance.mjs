// A real n8n as a child process: started, stopped, killed, started again on the same files.

import { open, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isStopped } from '../shutdown.mjs';
import { runQuietly, startGroup } from '../processes.mjs';
import { UserError } from '../progress.mjs';
import { installN8n, nodeOfN8n } from '../setup/n8n.mjs';
import { n8nEnvironment } from './environment.mjs';
import { freePort } from './ports.mjs';

export const READY_WITHIN_MS = 300_000;
const STOPPED_WITHIN_MS = 40_000;
const LOOK_EVERY_MS = 50;
const ANSWERS_WITHIN_MS = 30_000;
const SHOWN_LOG_LINES = 40;

/**
 * @typedef {object} N8nOptions
 * @property {string} home folder for everything it keeps
 * @property {number} port
 * @property {Record<string, string>} [env] on top of environment.mjs
 * @property {'start' | 'worker' | 'webhook'} [command] `start`, or what else runs in queue mode
 */

export class N8n {
	/** @type {import('../processes.mjs').ProcessGroup | undefined} */
	#process;
	#port;
	#env;
	#command;

	/** @param {N8nOptions} options */
	constructor({ home, port, env = {}, command = 'start' }) {
		this.home = home;
		this.#port = port;
		this.#env = env;
		this.#command = command;
		this.url = `http://localhost:${port}`;
		this.logFile = join(home, 'n8n.log');
	}

	/** The process that runs the workflows. */
	get pid() {
		return this.#process?.pid;
	}

	/** Resolves when it answers requests. */
	async start() {
		const { node, program, options } = await this.#program();
		const log = await open(this.logFile, 'a');
		try {
			this.#process = await startGroup(node, [program, this.#command], {
				...options,
				stdout: log.fd,
				stderr: log.fd,
			});
		} finally {
			await log.close();
		}
		await this.#ready(this.#process.ended);
	}

	/**
	 * A command of n8n's own, over the same files.
	 *
	 * @param {...string} args as in `n8n import:workflow --input=file.json`
	 * @returns {Promise<string>} what it says
	 */
	async command(...args) {
		const { node, program, options } = await this.#program();
		return await runQuietly(node, [program, ...args], options);
	}

	/** n8n, and how it is started. */
	async #program() {
		const node = await nodeOfN8n();
		const folder = await installN8n();
		const env = n8nEnvironment({
			folder,
			home: this.home,
			port: this.#port,
			brokerPort: await freePort(),
			// n8n starts the runner of its Code node with the `node` it finds there.
			extra: { PATH: `${dirname(node)}${delimiter}${process.env['PATH']}`, ...this.#env },
		});
		const program = join(folder, 'node_modules', 'n8n', 'bin', 'n8n');
		return { node, program, options: { cwd: this.home, env } };
	}

	/** The orderly way: active workflows finish. */
	async stop() {
		this.#process?.kill('SIGTERM');
		const stopped = await this.#gone(STOPPED_WITHIN_MS);
		if (!stopped) await this.kill();
	}

	/** SIGKILL: what a power cut or the kernel's out-of-memory killer does. */
	async kill() {
		this.#process?.kill('SIGKILL');
		await this.#gone(STOPPED_WITHIN_MS);
	}

	/**
	 * For a script whose work it is to run n8n.
	 *
	 * @returns {Promise<number>} exit code: whoever wants to end it stops the script
	 */
	async untilEnded() {
		await this.#process?.ended;
		if (!isStopped()) throw new UserError(`n8n has ended by itself. ${await this.#endOfLog()}`);
		return 0;
	}

	/** Everything it has written since it was started for the first time. */
	async log() {
		return await readFile(this.logFile, 'utf8');
	}

	/** @param {Promise<void>} ended */
	async #ready(ended) {
		let hasEnded = false;
		void ended.then(() => (hasEnded = true));
		const deadline = Date.now() + READY_WITHIN_MS;
		while (!(await this.#isReady())) {
			const problem = hasEnded
				? 'n8n ended while it started'
				: Date.now() > deadline && `n8n was not ready within ${READY_WITHIN_MS / 1000} s`;
			if (problem) {
				await this.kill();
				throw new UserError(`${problem}. ${await this.#endOfLog()}`);
			}
			await delay(LOOK_EVERY_MS);
		}
	}

	async #endOfLog() {
		const lines = (await this.log()).trimEnd().split('\n').slice(-SHOWN_LOG_LINES);
		return `The end of ${this.logFile}:\n${lines.join('\n')}`;
	}

	async #isReady() {
		try {
			const response = await fetch(`http://127.0.0.1:${this.#port}/healthz/readiness`, {
				signal: AbortSignal.timeout(ANSWERS_WITHIN_MS),
			});
			await response.body?.cancel();
			return response.status === 200;
		} catch {
			return false; // It does not listen yet, or is too busy to answer.
		}
	}

	/**
	 * @param {number} withinMs
	 * @returns {Promise<boolean>} whether it has ended
	 */
	async #gone(withinMs) {
		if (!this.#process) return true;
		const waiting = new AbortController();
		const gone = this.#process.ended.then(() => true);
		const tooLate = delay(withinMs, false, { signal: waiting.signal }).catch(() => false);
		const result = await Promise.race([gone, tooLate]);
		waiting.abort();
		if (result) this.#process = undefined;
		return result;
	}
}
