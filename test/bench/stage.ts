import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { FleetOptions } from '../../engine/gateway/contract';
import type { Endpoint } from '../simulator';
import type { Variant } from './variant';
import { MEASURABLE } from './memory';
import type { EngineCalls } from './programs/engine';
import type { RawCalls, RawStore } from './programs/raw';
import type { SimulatorCalls } from './programs/simulator';
import { type Program, type Remote, startProgram } from './remote';
import { type Services, startServices } from './services';

/** On the disk of the project: a folder for temporary files may be in memory, where nothing costs to be durable. */
const DATA_DIR = resolve('.build', 'bench-data');

const LINKED_AT_ONCE = 4;

/** Who takes part, under a number of its own. */
export interface Entry<C extends Variant = Variant> {
	readonly number: string;
	readonly program: Program<C>;
	readonly calls: Remote<C>;
}

/** One WhatsApp server, and variants that are linked to it. */
export class Stage {
	readonly #programs: Program<unknown>[] = [];
	readonly #folders: string[] = [];
	#services: Services | undefined;
	#entries = 0;

	private constructor(
		readonly simulator: Remote<SimulatorCalls>,
		private readonly endpoint: Endpoint,
		program: Program<SimulatorCalls>,
	) {
		this.#programs.push(program);
	}

	/** Everything it has started is ended when `work` is done. */
	static async run<T>(work: (stage: Stage) => Promise<T>): Promise<T> {
		const simulator = startProgram<SimulatorCalls>('simulator');
		const stage = new Stage(simulator.calls, await simulator.calls.start(), simulator);
		try {
			const result = await work(stage);
			const [problem] = await stage.simulator.problems();
			if (problem) throw new Error(`The simulator had a problem: ${problem}`);
			return result;
		} finally {
			await stage.#close();
		}
	}

	/** For WHATSAPP_LINKED_ENDPOINT. */
	get endpointSetting(): string {
		return JSON.stringify(this.endpoint);
	}

	async engine(nodeFlags = MEASURABLE): Promise<Entry<EngineCalls>> {
		return await this.#enter(startProgram<EngineCalls>('engine', nodeFlags));
	}

	async raw(store: RawStore, nodeFlags = MEASURABLE): Promise<Entry<RawCalls>> {
		const program = startProgram<RawCalls>('raw', nodeFlags);
		await program.calls.keepKeysIn(store);
		return await this.#enter(program);
	}

	/** A main process of n8n in queue mode, and a worker that uses a number which the main one holds. */
	async queueMode(): Promise<Record<'main' | 'worker', Entry<EngineCalls>>> {
		const [main, worker] = [await this.inQueueMode('main'), await this.inQueueMode('worker')];
		await main.calls.resume();
		const number = this.nextNumber();
		await this.link({ calls: worker.calls }, number);
		const entry = (program: Program<EngineCalls>) => ({ number, program, calls: program.calls });
		return { main: entry(main), worker: entry(worker) };
	}

	/** A process of n8n in queue mode, with no number of its own. */
	async inQueueMode(process: FleetOptions['process']): Promise<Program<EngineCalls>> {
		this.#services ??= await startServices();
		const program = await this.idle();
		await program.calls.beIn(this.#services.optionsOf(process));
		await program.calls.start(this.endpoint, this.folder());
		return program;
	}

	/** A process of regular mode, with the numbers that another one has linked in this folder, and has closed. */
	async engineIn(folder: string): Promise<Program<EngineCalls>> {
		const program = await this.idle();
		await program.calls.start(this.endpoint, folder);
		return program;
	}

	/** A process that does nothing until it is started. */
	async idle(): Promise<Program<EngineCalls>> {
		const program = startProgram<EngineCalls>('engine', MEASURABLE);
		this.#programs.push(program);
		// It is there when it answers.
		await program.calls.cpuTime();
		return program;
	}

	/** The next number, which nobody has. */
	nextNumber(): string {
		return numberOf(this.#entries++);
	}

	/** Further numbers for a variant. Linking is mostly waiting for each other. */
	async linkMany(variant: Pick<Entry, 'calls'>, count: number): Promise<string[]> {
		const numbers = Array.from({ length: count }, () => this.nextNumber());
		const left = [...numbers];
		const linkSome = async () => {
			for (let next = left.pop(); next !== undefined; next = left.pop()) {
				await this.link(variant, next);
			}
		};
		await Promise.all(Array.from({ length: LINKED_AT_ONCE }, linkSome));
		return numbers;
	}

	/** A further number for a variant. */
	async link({ calls }: Pick<Entry, 'calls'>, number: string): Promise<void> {
		await this.simulator.scan(number, await calls.qr(number));
		await calls.connected(number);
	}

	/** A folder of its own, deleted at the end. */
	folder(parent = DATA_DIR): string {
		mkdirSync(parent, { recursive: true });
		const folder = mkdtempSync(join(parent, 'whatsapp-linked-bench-'));
		this.#folders.push(folder);
		return folder;
	}

	async #enter<C extends Variant>(program: Program<C>): Promise<Entry<C>> {
		this.#programs.push(program);
		const number = this.nextNumber();
		const entry = { number, program, calls: program.calls };
		await (program.calls as Remote<Variant>).start(this.endpoint, this.folder());
		await this.link(entry as Entry, number);
		return entry;
	}

	async #close(): Promise<void> {
		for (const program of this.#programs) await program.stop();
		await this.#services?.close();
		for (const folder of this.#folders) rmSync(folder, { recursive: true, force: true });
	}
}

const FIRST_NUMBER = 5511900000001;

/** The numbers of variants; contacts have others. */
function numberOf(index: number): string {
	return String(FIRST_NUMBER + index);
}
