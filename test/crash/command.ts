import { releaseLongTimers } from '../simulator/long-timers';

/** What the long forms of the tests have in common as commands. */

/** What was asked for cannot be done: shown without a stack. */
export class UserError extends Error {}

export function wholeNumber(text: string): number {
	const number = Number(text);
	if (!Number.isInteger(number) || number < 0) throw new UserError(`"${text}" is no whole number.`);
	return number;
}

export function say(line: string): void {
	process.stdout.write(`${line}\n`);
}

/** Runs it until it has an exit code, or is stopped. */
export function start(main: () => Promise<number>): void {
	// libsignal prints whole sessions.
	const ignore = () => undefined;
	Object.assign(console, { info: ignore, warn: ignore, error: ignore });
	releaseLongTimers();
	// So that what is done at the end of a process is done: the engines end by themselves when this process is gone.
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
	main().then(
		(code) => {
			process.exitCode = code;
		},
		(error: unknown) => {
			const { message, stack } = error as Error;
			process.stderr.write(`${error instanceof UserError ? message : stack}\n`);
			process.exitCode = 1;
		},
	);
}
