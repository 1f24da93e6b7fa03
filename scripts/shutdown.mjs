// What has to be done before a script ends, however it ends: by itself, with an error, or because somebody pressed
// Ctrl-C.

import { constants } from 'node:os';

const LOOK_FOR_PARENT_EVERY_MS = 1000;

/** @type {Array<() => unknown>} */
const tasks = [];
let stopped = false;

/**
 * @param {() => unknown} work is done at the end; what was registered last is done first
 * @returns {() => void} takes it back
 */
export function atEnd(work) {
	tasks.push(work);
	return () => {
		const index = tasks.indexOf(work);
		if (index >= 0) tasks.splice(index, 1);
	};
}

export async function end() {
	for (let work = tasks.pop(); work; work = tasks.pop()) await work();
}

/** Whether somebody has stopped us: what fails from then on, fails because of that. */
export function isStopped() {
	return stopped;
}

/** Ctrl-C and kill end this process the orderly way from here on. */
export function endWhenStopped() {
	for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
		process.on(signal, () => stop(128 + constants.signals[signal]));
	}
	// A signal to npm ends the shell that npm has put between itself and us, and never arrives here.
	if (process.env['npm_lifecycle_event'] !== undefined) {
		const parent = process.ppid;
		setInterval(() => process.ppid !== parent && stop(1), LOOK_FOR_PARENT_EVERY_MS).unref();
	}
}

/** @param {number} exitCode */
function stop(exitCode) {
	// npm passes a Ctrl-C on, so that it comes twice.
	if (stopped) return;
	stopped = true;
	void end().finally(() => process.exit(exitCode));
}
