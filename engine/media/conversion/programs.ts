import { fork, type ChildProcess } from 'node:child_process';
import { extname, join } from 'node:path';
import { deprioritize, limitMemory } from './resource-limits';
import type { Input, JobAnswer, JobMessage, JobName, JobProblem, Jobs } from './jobs';

/** Beside this file, compiled or not, as this file is. */
const PROGRAM = join(__dirname, `program${extname(__filename)}`);

const TIME_LIMIT_MS = 60_000;
/** How long a program waits for a next file: starting one takes longer than most files. */
const IDLE_MS = 20_000;

/** Why a file could not be converted. `crashed`: it took too long or too much memory, or broke the library. */
export class ConversionFailed extends Error {
	constructor(readonly reason: JobProblem | 'crashed') {
		super(`The conversion failed: ${reason}`);
	}
}

interface Idle {
	program: ChildProcess;
	timer: NodeJS.Timeout;
}

const idle: Idle[] = [];

/** Converts a file in a program of its own. As many run as there are calls at a time. Rejects with ConversionFailed. */
export async function convert<N extends JobName>(
	name: N,
	input: Input<N>,
	signal: AbortSignal,
): Promise<Jobs[N]['output']> {
	const program = take();
	const answer = await ask(program, name, input, signal);
	keep(program);
	if ('problem' in answer) throw new ConversionFailed(answer.problem);
	return answer.output as Jobs[N]['output'];
}

function take(): ChildProcess {
	const ready = idle.pop();
	if (!ready) return start();
	clearTimeout(ready.timer);
	return ready.program;
}

function start(): ChildProcess {
	const program = fork(PROGRAM, {
		// Nothing of n8n's environment, which holds secrets; and less memory lost between glibc's arenas.
		env: { MALLOC_ARENA_MAX: '2' },
		execArgv: ['--max-old-space-size=256', '--expose-gc'],
		serialization: 'advanced',
		stdio: ['pipe', 'ignore', 'ignore', 'ipc'],
	});
	deprioritize(program);
	// What is the matter is told to whoever asks it for something.
	program.on('error', () => undefined);
	program.stdin?.on('error', () => undefined);
	return program;
}

function keep(program: ChildProcess): void {
	const forget = () => {
		const index = idle.findIndex((entry) => entry.program === program);
		if (index >= 0) idle.splice(index, 1);
		program.kill('SIGKILL');
	};
	const timer = setTimeout(forget, IDLE_MS);
	// Neither the timer nor the program keeps n8n from ending.
	timer.unref();
	program.unref();
	program.channel?.unref();
	program.once('exit', forget);
	idle.push({ program, timer });
}

function ask<N extends JobName>(
	program: ChildProcess,
	name: N,
	{ file, ...options }: Input<N>,
	signal: AbortSignal,
): Promise<JobAnswer> {
	return new Promise((resolve, reject) => {
		const failed = () => {
			done();
			program.kill('SIGKILL');
			reject(new ConversionFailed('crashed'));
		};
		const answered = (answer: unknown) => {
			done();
			resolve(answer as JobAnswer);
		};
		const timer = setTimeout(failed, TIME_LIMIT_MS);
		const stopLimiting = limitMemory(program);
		function done(): void {
			clearTimeout(timer);
			stopLimiting();
			program.off('message', answered).off('exit', failed).off('error', failed);
			signal.removeEventListener('abort', failed);
		}
		program.removeAllListeners('exit');
		program.once('message', answered).once('exit', failed).once('error', failed);
		signal.addEventListener('abort', failed, { once: true });
		program.ref();
		program.channel?.ref();
		const size = file.reduce((sum, { length }) => sum + length, 0);
		program.send({ name, size, options } satisfies JobMessage, (error) => {
			if (error) failed();
		});
		for (const piece of file) program.stdin?.write(piece);
	});
}
