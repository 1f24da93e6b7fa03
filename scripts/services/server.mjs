// A server of this machine as a child process: what PostgreSQL and Redis have in common.

import { open, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startGroup } from '../processes.mjs';
import { UserError } from '../progress.mjs';

export const HOST = '127.0.0.1';
const LOOK_EVERY_MS = 10;
const READY_WITHIN_MS = 120_000;
const SHOWN_LOG_LINES = 20;

export class Server {
	/** @type {import('../processes.mjs').ProcessGroup | undefined} */
	#process;
	#logFile;

	/** @param {string} folder for all it keeps; removed when it is closed */
	constructor(folder) {
		this.folder = folder;
		this.#logFile = join(folder, 'server.log');
	}

	/** The process that clients reach. */
	get pid() {
		if (!this.#process) throw new Error('The server does not run');
		return this.#process.pid;
	}

	/** Everything it has written since it was started for the first time. */
	async log() {
		return await readFile(this.#logFile, 'utf8');
	}

	/** @param {NodeJS.Signals} signal */
	signal(signal) {
		process.kill(this.pid, signal);
	}

	/**
	 * Ends it, and removes its data.
	 *
	 * @param {NodeJS.Signals} [signal]
	 */
	async close(signal = 'SIGKILL') {
		if (this.#process) await this.end(signal);
		await rm(this.folder, { recursive: true });
	}

	/**
	 * Resolves when it is ready.
	 *
	 * @param {readonly [command: string, ...args: string[]]} command
	 * @param {() => Promise<boolean>} isReady
	 */
	async launch([command, ...args], isReady) {
		const log = await open(this.#logFile, 'a');
		const options = { cwd: this.folder, stdout: log.fd, stderr: log.fd };
		const started = await startGroup(command, args, options).finally(() => log.close());
		this.#process = started;
		let hasEnded = false;
		void started.ended.then(() => (hasEnded = true));
		const deadline = Date.now() + READY_WITHIN_MS;
		while (!(await isReady())) {
			if (hasEnded || Date.now() > deadline) {
				started.kill('SIGKILL');
				this.#process = undefined;
				const end = (await this.log()).trimEnd().split('\n').slice(-SHOWN_LOG_LINES);
				throw new UserError(`${basename(command)} could not be started:\n${end.join('\n')}`);
			}
			await delay(LOOK_EVERY_MS);
		}
	}

	/**
	 * Resolves when it has ended.
	 *
	 * @param {NodeJS.Signals} signal
	 */
	async end(signal) {
		this.signal(signal);
		await this.#process?.ended;
		this.#process = undefined;
	}
}
