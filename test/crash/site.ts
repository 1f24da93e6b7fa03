import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AccountRef, EngineEvent, EventBatch } from '../../engine/gateway/contract';
import {
	type Simulator,
	startSimulator,
	type TrafficEntry,
	type VirtualContact,
} from '../simulator';
import { EngineProcess } from './engine-process';
import type { Place } from './points';
import type { Engine, Start } from './protocol';

const FIRST_OWNER = 5511900000001;
const REGULARS = ['5511930000002', '5511930000003'];
/** In each cast: the regulars and a newcomer. */
export const CONTACTS = REGULARS.length + 1;
/** And the group. */
export const CHATS = CONTACTS + 1;
const FIRST_NEWCOMER = 5511910000000;

export type SiteOptions = Omit<Engine, 'cacheDir'>;

/** Who takes part in one load. */
export interface Cast {
	contacts: VirtualContact[];
	/** Two of the contacts and the linked number; founded by the newcomer, who has written to nobody before. */
	group: string;
}

/** One simulator and one number at a time, whose process comes and goes. */
export class Site {
	/** The process of now. */
	process: EngineProcess;
	/** The next one: loading the engine takes most of the time of a start. */
	#standby: EngineProcess;
	/** Messages that somebody could not open and asked for again, or that the engine refused. */
	undecryptable = 0;
	readonly #folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-crash-'));
	#start: Start;
	readonly #looks = new Set<() => void>();
	readonly #removeFolder = () => rmSync(this.#folder, { recursive: true, force: true });
	/** By what happened to which message: the ids of the events. */
	#seen = new Map<string, Set<string>>();
	#newcomers = 0;
	#owners = 0;

	private constructor(
		readonly simulator: Simulator,
		private readonly options: SiteOptions,
	) {
		this.#start = {
			options: {
				dataDir: this.#folder,
				encryptionKey: 'a key like the one n8n keeps',
				endpoint: simulator.endpoint,
			},
			account: this.#nextAccount(),
			executionsFile: join(this.#folder, 'executions'),
			resume: false,
		};
		this.process = this.#newProcess();
		this.#standby = this.#newProcess();
		this.process.start(this.#start);
		process.once('exit', this.#removeFolder);
		simulator.traffic.subscribe((entry) => {
			if (isComplaint(entry)) this.undecryptable++;
		});
	}

	/** A number that is linked and connected. */
	static async open(options: SiteOptions): Promise<Site> {
		const site = new Site(await startSimulator(), options);
		try {
			const connected = site.process.connected();
			await site.link('code');
			await connected;
			return site;
		} catch (error) {
			await site.close();
			throw error;
		}
	}

	/** The regulars, and somebody the number has never met. */
	async cast(): Promise<Cast> {
		const newcomer = String(FIRST_NEWCOMER + this.#newcomers++);
		const contacts = await Promise.all(
			[...REGULARS, newcomer].map((number) => this.simulator.contact(number)),
		);
		const group = await this.simulator.group({
			subject: 'Crash',
			owner: newcomer,
			members: [this.owner, ...REGULARS],
		});
		return { contacts, group: group.id };
	}

	get owner(): string {
		return this.#start.account.settings.phone;
	}

	/** How often the number has logged in. */
	get logins(): number {
		return this.simulator.statistics(this.owner).logins;
	}

	get refusedLogins(): number {
		return this.simulator.statistics(this.owner).refusedLogins;
	}

	/** What the phone lists under "Linked devices". */
	get devices(): { id: number; connected: boolean }[] {
		return this.simulator.phone(this.owner).devices();
	}

	/** Ends the process; the next one has another number, which is not linked. */
	async moveIn(): Promise<void> {
		await this.#replace({ ...this.#start, account: this.#nextAccount(), resume: false });
	}

	/** Resolves when the phone lists the number. */
	async link(way: 'code' | 'qr', onShown: () => void = () => undefined): Promise<void> {
		const phone = this.simulator.phone(this.owner);
		if (way === 'qr') {
			const { text } = await this.process.request('session.linkByQr', {});
			onShown();
			await phone.scan(text ?? '');
		} else {
			const { code } = await this.process.request('session.linkByCode', {});
			onShown();
			await phone.typeCode(code ?? '');
		}
	}

	/** What the user of a link that was cut off does: presses Retry, and types the code if there is one. */
	async comeBack(): Promise<void> {
		const connected = this.process.connected();
		// The request may fail before anybody waits for it.
		connected.catch(() => undefined);
		const { code, status } = await this.process.request('session.linkByCode', {});
		const isLinked = this.devices.length > 0;
		if (isLinked !== (code === null)) {
			const phone = `the phone lists ${isLinked ? 'the number' : 'no device'}`;
			throw new Error(`${phone}, and the engine says: ${status.state}, ${status.summary}`);
		}
		if (code !== null) await this.simulator.phone(this.owner).typeCode(code);
		await connected;
	}

	/** Ends the process, if nothing else has, and starts the next one. */
	async restart(): Promise<void> {
		await this.#replace({ ...this.#start, resume: true });
	}

	async #replace(start: Start): Promise<void> {
		this.process.kill();
		await this.process.ended;
		this.#start = start;
		this.process = this.#standby;
		this.process.start(start);
		this.#standby = this.#newProcess();
		// What the last one executed it may not have told any more.
		this.#seen = new Map();
		this.#see(this.executed());
	}

	/** Gives the order to kill the process; what it is asked next may be its end. */
	async killAt(place: Place, count: number): Promise<void> {
		if (place.in === 'process') {
			await this.process.arm({ ...place, count });
			return;
		}
		let left = count;
		const victim = this.process;
		const stop = this.simulator.traffic.subscribe(({ direction, stanza }) => {
			if (direction !== place.direction || !place.matches(stanza) || --left > 0) return;
			victim.kill();
			stop();
		});
	}

	/** All that the trigger has executed, in order. */
	executed(): EngineEvent[] {
		const { executionsFile } = this.#start;
		if (!existsSync(executionsFile)) return [];
		const lines = readFileSync(executionsFile, 'utf8').split('\n');
		return lines
			.filter((line) => line !== '')
			.flatMap((line) => (JSON.parse(line) as EventBatch).events);
	}

	/** How many events of this kind the trigger has executed for a message, as far as is known; a double counts once. */
	executions(event: EngineEvent['event'], messageId: string): number {
		return this.#seen.get(`${event} ${messageId}`)?.size ?? 0;
	}

	#see(events: readonly EngineEvent[]): void {
		for (const event of events) {
			const key = keyOf(event);
			this.#seen.set(key, (this.#seen.get(key) ?? new Set()).add(event.eventId));
		}
	}

	/** Resolves with true when the condition holds, with false when it does not in this time. */
	async until(holds: () => boolean, timeoutMs: number): Promise<boolean> {
		return await new Promise((resolve) => {
			const finish = (result: boolean) => {
				clearTimeout(timer);
				this.#looks.delete(look);
				resolve(result);
			};
			const look = () => holds() && finish(true);
			const timer = setTimeout(() => finish(false), timeoutMs);
			this.#looks.add(look);
			look();
		});
	}

	async close(): Promise<void> {
		for (const each of [this.process, this.#standby]) {
			each.kill();
			await each.ended;
		}
		await this.simulator.close();
		process.off('exit', this.#removeFolder);
		this.#removeFolder();
	}

	#nextAccount(): AccountRef {
		const turn = this.#owners++;
		return {
			id: `credential${turn}`,
			settings: {
				phone: String(FIRST_OWNER + turn),
				minGapMs: 0,
				maxGapMs: 0,
				keepContentHours: 24,
			},
		};
	}

	#newProcess(): EngineProcess {
		const cacheDir = join(this.#folder, 'compiled');
		return new EngineProcess({ ...this.options, cacheDir }, (events) => {
			this.#see(events);
			for (const look of [...this.#looks]) look();
		});
	}
}

function keyOf(event: EngineEvent): string {
	return `${event.event} ${'messageId' in event ? event.messageId : ''}`;
}

/** Somebody asks for a message again, or refuses one (Baileys answers what it cannot open with an error). */
function isComplaint({ direction, stanza: { tag, attrs } }: TrafficEntry): boolean {
	if (tag === 'receipt') return attrs.type === 'retry';
	return (
		direction === 'in' && tag === 'ack' && attrs.class === 'message' && attrs.error !== undefined
	);
}
