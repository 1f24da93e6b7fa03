import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** No single call of a benchmark takes this long: the program hangs. */
const CALL_LIMIT_MS = 150_000;

/** What a program can be asked for. */
export type Calls = { [name: string]: (...args: never[]) => unknown };

/** The same, asked from another process. */
export type Remote<C> = {
	[K in keyof C]: C[K] extends (...args: infer A) => infer R
		? (...args: A) => Promise<Awaited<R>>
		: never;
};

interface Question {
	id: number;
	name: string;
	args: unknown[];
}

interface Answer {
	id: number;
	value?: unknown;
	error?: string;
}

/** A program of `programs/` in a process of its own, so that nobody who is measured shares an event loop. */
export interface Program<C> {
	readonly pid: number;
	readonly calls: Remote<C>;
	stop(): Promise<void>;
}

export function startProgram<C>(name: string, nodeFlags: readonly string[] = []): Program<C> {
	const child = fork(join(__dirname, 'programs', `${name}.js`), {
		execArgv: ['--disable-warning=ExperimentalWarning', ...nodeFlags],
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
	});
	const ended = once(child, 'exit');
	const ask = questionsTo(child, name, ended);
	return {
		pid: child.pid ?? 0,
		calls: new Proxy({} as Remote<C>, {
			get:
				(_, call) =>
				(...args: unknown[]) =>
					ask(String(call), args),
		}),
		async stop() {
			child.kill('SIGKILL');
			await ended;
		},
	};
}

function questionsTo(child: ChildProcess, program: string, ended: Promise<unknown>) {
	const open = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
	let nextId = 0;
	child.on('message', ({ id, value, error }: Answer) => {
		const question = open.get(id);
		open.delete(id);
		if (error === undefined) question?.resolve(value);
		else question?.reject(new Error(`${program}: ${error}`));
	});
	void ended.then(() => {
		for (const { reject } of open.values()) reject(new Error(`${program} has ended`));
	});
	return async (name: string, args: unknown[]): Promise<unknown> => {
		const id = nextId++;
		return await new Promise((resolve, reject) => {
			const tooLong = () => reject(new Error(`${program}: ${name} took too long`));
			const timer = setTimeout(tooLong, CALL_LIMIT_MS);
			const settling =
				<T>(settle: (result: T) => void) =>
				(result: T) => {
					clearTimeout(timer);
					settle(result);
				};
			open.set(id, { resolve: settling(resolve), reject: settling(reject) });
			child.send({ id, name, args } satisfies Question);
		});
	};
}

/** The program's side: answers until whoever started it is gone. */
export function serve(calls: Calls): void {
	// libsignal prints whole sessions; Baileys leaves promises unhandled when a connection ends.
	const ignore = () => undefined;
	Object.assign(console, { log: ignore, info: ignore, warn: ignore, error: ignore });
	process.on('unhandledRejection', ignore);
	process.on('disconnect', () => process.exit());
	process.on('message', async ({ id, name, args }: Question) => {
		const tell = (answer: Answer) => process.send?.(answer);
		try {
			tell({ id, value: await calls[name]?.(...(args as never[])) });
		} catch (error) {
			tell({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
		}
	});
}
