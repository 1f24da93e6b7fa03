import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { CommandName, Commands, EngineEvent, MediaKind } from '../../engine/gateway/contract';
import type { Engine, FromProgram, KillOrder, Start, ToProgram } from './protocol';

const PROGRAM = join(__dirname, 'engine-program.cjs');

interface Request {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

/** A process with an engine, once it was told to start. It ends when it is killed. */
export class EngineProcess {
	/** Resolves when the process is gone. */
	readonly ended: Promise<unknown>;
	readonly #child: ChildProcess;
	readonly #requests = new Map<number, Request>();
	#nextId = 0;

	constructor(
		engine: Engine,
		private readonly onEvents: (events: EngineEvent[]) => void,
	) {
		this.#child = fork(PROGRAM, [JSON.stringify(engine)], {
			execArgv: ['--disable-warning=ExperimentalWarning'],
			env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: engine.cacheDir },
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.ended = once(this.#child, 'exit');
		this.#child.on('message', (message: FromProgram) => this.#take(message));
		// What a dying process was asked last does not reach it; the request is answered when it has ended.
		this.#child.on('error', () => undefined);
		void this.ended.then(() => this.#abandon());
	}

	/** Where it holds a number by itself it opens its files, so the last process must have ended. */
	start(start: Start): void {
		this.#tell({ type: 'start', ...start });
	}

	/** Resolves when the order is given; what the process is asked after that may be its end. */
	async arm(order: KillOrder): Promise<void> {
		const armed = this.#next('armed');
		this.#tell({ type: 'arm', order });
		await armed;
	}

	/** Resolves when the engine tells that it is connected. */
	async connected(): Promise<void> {
		await this.#next('connected');
	}

	/** Rejects with `ProcessEnded` when the process ends before it answers: the outcome is then unknown. */
	async request<C extends CommandName>(
		command: C,
		input: Commands[C]['input'],
	): Promise<Commands[C]['output']> {
		const answer = await this.#ask((id) => ({ type: 'request', id, command, input }));
		return answer as Commands[C]['output'];
	}

	/** Takes a file in; resolves with its media ID. Rejects as `request` does. */
	async store(kind: MediaKind, file: Buffer): Promise<string> {
		const base64 = file.toString('base64');
		return (await this.#ask((id) => ({ type: 'store', id, kind, base64 }))) as string;
	}

	/** At once: the signal is on its way when this returns. */
	kill(): void {
		this.#child.kill('SIGKILL');
	}

	/** It does nothing, and keeps its connections, until it goes on. */
	freeze(): void {
		this.#child.kill('SIGSTOP');
	}

	thaw(): void {
		this.#child.kill('SIGCONT');
	}

	async #ask(message: (id: number) => ToProgram): Promise<unknown> {
		const id = this.#nextId++;
		const answer = new Promise<unknown>((resolve, reject) =>
			this.#requests.set(id, { resolve, reject }),
		);
		this.#tell(message(id));
		return await answer;
	}

	#tell(message: ToProgram): void {
		if (this.#child.connected) this.#child.send(message, () => undefined);
	}

	#take(message: FromProgram): void {
		if (message.type === 'executed') this.onEvents(message.events);
		if (message.type !== 'result' && message.type !== 'failure') return;
		const request = this.#requests.get(message.id);
		this.#requests.delete(message.id);
		if (message.type === 'result') request?.resolve(message.value);
		else
			request?.reject(message.isRetryable ? new NotNow(message.error) : new Error(message.error));
	}

	#next(type: FromProgram['type']): Promise<void> {
		const coming = new Promise<void>((resolve, reject) => {
			const look = (message: FromProgram) => {
				if (message.type !== type) return;
				this.#child.off('message', look);
				resolve();
			};
			this.#child.on('message', look);
			void this.ended.then(() => reject(new ProcessEnded()));
		});
		// Whoever waits for it gets the error; it must not end this process before that.
		coming.catch(() => undefined);
		return coming;
	}

	#abandon(): void {
		for (const { reject } of this.#requests.values()) reject(new ProcessEnded());
		this.#requests.clear();
	}
}

/** Not done, and it may be asked for again. */
export class NotNow extends Error {}

/** The process ended before it answered. */
export class ProcessEnded extends Error {
	constructor() {
		super('The process of the engine has ended');
	}
}
