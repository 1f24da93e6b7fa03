import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type {
	AccountRef,
	CommandName,
	Commands,
	EventBatch,
	GatewayOptions,
	LogLine,
	Subscription,
} from '../../engine/gateway/contract';
import type { FromProcess, Question } from './protocol';

const PROGRAM = join(__dirname, 'process-program.cjs');
const ENGINE = join(__dirname, '..', '..', 'dist', 'engine');

interface Asked {
	resolve(value: unknown): void;
	reject(error: Error): void;
}

/** A process of n8n that holds numbers, which can be stopped and killed. */
export class FleetProcess {
	/** What it told n8n's log. */
	readonly log: LogLine[] = [];
	/** What its triggers have got. */
	readonly batches: EventBatch[] = [];
	readonly #child: ChildProcess;
	readonly #asked = new Map<number, Asked>();
	readonly #looks = new Set<() => void>();
	readonly #ended: Promise<unknown>;
	#nextId = 0;

	private constructor(private readonly account: AccountRef) {
		this.#child = fork(PROGRAM, [ENGINE], {
			execArgv: ['--disable-warning=ExperimentalWarning'],
			env: { ...process.env, NODE_OPTIONS: '' },
			stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		});
		this.#ended = once(this.#child, 'exit');
		this.#child.on('message', (message: FromProcess) => this.#take(message));
		this.#child.on('error', () => undefined);
		void this.#ended.then(() => {
			for (const { reject } of this.#asked.values()) reject(new Error('The process has ended'));
		});
	}

	static async start(options: GatewayOptions, account: AccountRef): Promise<FleetProcess> {
		const started = new FleetProcess(account);
		await started.#ask({ type: 'start', options });
		return started;
	}

	async request<C extends CommandName>(
		command: C,
		input: Commands[C]['input'],
		account = this.account,
	): Promise<Commands[C]['output']> {
		return (await this.#ask({ type: 'request', account, command, input })) as never;
	}

	async subscribe(subscription: Subscription, account = this.account): Promise<void> {
		await this.#ask({ type: 'subscribe', account, subscription });
	}

	async resume(): Promise<void> {
		await this.#ask({ type: 'resume' });
	}

	/** As n8n ends it. */
	async close(): Promise<void> {
		await this.#ask({ type: 'close' });
		await this.kill();
	}

	async kill(): Promise<void> {
		this.#child.kill('SIGKILL');
		await this.#ended;
	}

	/** As a container is stopped. n8n goes on with what still runs. */
	terminate(): void {
		this.#child.kill('SIGTERM');
	}

	/** It does nothing, and keeps its connections, until it goes on. */
	freeze(): void {
		this.#child.kill('SIGSTOP');
	}

	thaw(): void {
		this.#child.kill('SIGCONT');
	}

	/** What `look` finds in what the process tells, as soon as it does. */
	async until<T>(look: () => T | undefined): Promise<T> {
		return await new Promise((resolve) => {
			const attempt = () => {
				const found = look();
				if (found === undefined) return;
				this.#looks.delete(attempt);
				resolve(found);
			};
			this.#looks.add(attempt);
			attempt();
		});
	}

	/** Resolves when it has said this in its log. */
	async says(sentence: string): Promise<void> {
		await this.until(() => this.log.find((line) => line.sentence === sentence));
	}

	async connected(): Promise<void> {
		await this.says('Connected to WhatsApp');
	}

	async #ask(question: Question): Promise<unknown> {
		const id = this.#nextId++;
		const answer = new Promise<unknown>((resolve, reject) =>
			this.#asked.set(id, { resolve, reject }),
		);
		this.#child.send({ id, ...question }, () => undefined);
		return await answer;
	}

	#take(message: FromProcess): void {
		if (message.type === 'log') this.log.push(message.line);
		else if (message.type === 'batch') this.batches.push(message.batch);
		else {
			const asked = this.#asked.get(message.id);
			this.#asked.delete(message.id);
			if (message.type === 'result') asked?.resolve(message.value);
			else asked?.reject(Object.assign(new Error(message.text), { code: message.code }));
		}
		for (const look of [...this.#looks]) look();
	}
}
