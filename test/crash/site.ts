import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type {
	AccountRef,
	EngineEvent,
	EventBatch,
	GatewayOptions,
	MediaKind,
	MessageRecord,
	SendMessage,
} from '../../engine/gateway/contract';
import {
	type Simulator,
	startSimulator,
	type TrafficEntry,
	type VirtualChannel,
	type VirtualContact,
} from '../simulator';
import { OVER, type ResumeAnswer, startWaitingN8n, type WaitingN8n } from '../support/waiting-n8n';
import { EngineProcess, NotNow } from './engine-process';
import type { Place } from './points';
import type { Engine, Start, Trigger } from './protocol';
import { toldBy, type Telling } from './told';

export const ENCRYPTION_KEY = 'a key like the one n8n keeps';
/** Of each only one person has it, whatever the site: several may share a simulator. */
const next = { owner: 5511900000001, regular: 5511930000002, newcomer: 5511910000000 };
/** Between two tries of n8n's Retry On Fail. */
const RETRY_MS = 1_000;
/** More than get a status by one stanza. */
const CROWD = 251;
const FIRST_OF_CROWD = 5511950000000;

export interface SiteOptions extends Pick<Engine, 'engineDir' | 'without'> {
	/** Queue mode: other processes hold the number, on this WhatsApp, and the site's own one uses it. */
	shared?: { simulator: Simulator; options: Pick<GatewayOptions, 'postgres' | 'fleet'> };
}

/** Who takes part in one load. */
export interface Cast {
	/** The last one is the newcomer. */
	contacts: [VirtualContact, VirtualContact, VirtualContact];
	/** Two of the contacts and the linked number; founded by the newcomer, who has written to nobody before. */
	group: string;
	/** Of the linked number. */
	channel: VirtualChannel;
	/** Of the newcomer; the linked number follows it. */
	followed: VirtualChannel;
	/** Empty unless it was asked for. */
	crowd: VirtualContact[];
}

type Executions = Map<string, () => Promise<ResumeAnswer>>;

/** One simulator and one number at a time, whose process comes and goes. */
export class Site {
	/** The process of now. */
	process: EngineProcess;
	/** The next one: loading the engine takes most of the time of a start. */
	#standby: EngineProcess;
	/** The IDs of messages that somebody could not open and asked for again, or that the engine refused. */
	readonly complaints: string[] = [];
	readonly #folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-crash-'));
	readonly #looks = new Set<() => void>();
	readonly #removeFolder = () => rmSync(this.#folder, { recursive: true, force: true });
	/** By what was told of which message: the ids of the events. */
	#seen = new Map<string, Set<string>>();
	#account = nextAccount();
	readonly #regulars = [nextNumber('regular'), nextNumber('regular')] as const;
	readonly #options: GatewayOptions;
	/** What resumes executions of n8n, by their IDs. */
	readonly waiting: Executions;

	private constructor(
		readonly simulator: Simulator,
		private readonly n8n: WaitingN8n,
		executions: Executions,
		private readonly options: SiteOptions,
	) {
		this.waiting = executions;
		this.#options = {
			webServer: n8n.origin,
			dataDir: this.#folder,
			encryptionKey: ENCRYPTION_KEY,
			endpoint: simulator.endpoint,
			...options.shared?.options,
		};
		this.process = this.#newProcess();
		this.#standby = this.#newProcess();
		this.process.start(this.#startOf({ resume: false }));
		process.once('exit', this.#removeFolder);
		simulator.traffic.subscribe((entry) => {
			if (!isComplaint(entry) || entry.number !== this.owner) return;
			this.complaints.push(entry.stanza.attrs.id ?? '');
		});
	}

	/** A number that is linked and connected. */
	static async open(options: SiteOptions): Promise<Site> {
		const executions: Executions = new Map();
		const n8n = await startWaitingN8n(async (path) => {
			const resume = executions.get(path.split('/').at(-1) ?? '');
			return resume ? await resume() : OVER;
		});
		const simulator = options.shared?.simulator ?? (await startSimulator());
		const site = new Site(simulator, n8n, executions, options);
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
	async cast(withCrowd = false): Promise<Cast> {
		const { simulator, owner } = this;
		const newcomer = nextNumber('newcomer');
		const [first, second] = this.#regulars;
		const group = await simulator.group({
			subject: 'Crash',
			owner: newcomer,
			members: [owner, first, second],
		});
		const channel = await simulator.channel({ name: 'Own', admins: [owner] });
		return {
			contacts: [
				await simulator.contact(first),
				await simulator.contact(second),
				await simulator.contact(newcomer),
			],
			group: group.id,
			channel,
			followed: await simulator.channel({
				name: 'Followed',
				admins: [newcomer],
				subscribers: [owner],
			}),
			crowd: withCrowd ? await this.#crowd() : [],
		};
	}

	async #crowd(): Promise<VirtualContact[]> {
		const numbers = Array.from({ length: CROWD }, (_, at) => String(FIRST_OF_CROWD + at));
		return await Promise.all(numbers.map((number) => this.simulator.contact(number)));
	}

	get owner(): string {
		return this.#account.settings.phone;
	}

	get accountId(): string {
		return this.#account.id;
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
		await this.#replace({ resume: false, before: () => (this.#account = nextAccount()) });
	}

	/** Resolves when the phone lists the number. */
	async link(way: 'code' | 'qr', onShown: () => void = () => undefined): Promise<void> {
		const phone = this.simulator.phone(this.owner);
		// Who sends orders has WhatsApp Business.
		phone.platform = 'smba';
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
		await this.#replace({ resume: true });
	}

	/** `before` is done when the last one has ended. */
	async #replace({ resume, before }: Pick<Trigger, 'resume'> & { before?(): void }): Promise<void> {
		this.process.kill();
		await this.process.ended;
		before?.();
		this.process = this.#standby;
		this.process.start(this.#startOf({ resume }));
		this.#standby = this.#newProcess();
		// What the last one executed it may not have told any more.
		this.#seen = new Map();
		this.#see(this.executed());
	}

	/** Asks for a message to be sent, again and again where that is refused for now: n8n's Retry On Fail. Returns its ID. */
	async send(message: SendMessage): Promise<MessageRecord> {
		return await retried(() => this.process.request('message.send', message));
	}

	/** Takes a file in, in the same way. Returns its media ID. */
	async store(kind: MediaKind, file: Buffer): Promise<string> {
		return await retried(() => this.process.store(kind, file));
	}

	/** Gives the order to kill the process that holds the number; what that is asked next may be its end. */
	async killAt(place: Place, count: number, victim = this.process): Promise<void> {
		if (place.in === 'process') {
			await victim.arm({ ...place, count });
			return;
		}
		let left = count;
		const stop = this.simulator.traffic.subscribe(({ direction, number, stanza }) => {
			// While it is being linked it has no number yet.
			if (number !== undefined && number !== this.owner) return;
			if (direction !== place.direction || !place.matches(stanza) || --left > 0) return;
			victim.kill();
			stop();
		});
	}

	/** All that the trigger has executed, in order. */
	executed(): EngineEvent[] {
		if (!existsSync(this.#executionsFile)) return [];
		// What comes after the last end of a line was cut off, or is being written.
		const lines = readFileSync(this.#executionsFile, 'utf8').split('\n').slice(0, -1);
		return lines.flatMap((line) => (JSON.parse(line) as EventBatch).events);
	}

	/** How many events have told the trigger this of a message, as far as is known; a double counts once. */
	executions(what: Telling, messageId: string): number {
		return this.#seen.get(`${what} ${messageId}`)?.size ?? 0;
	}

	#see(events: readonly EngineEvent[]): void {
		for (const event of events) {
			for (const { what, messageId } of toldBy(event)) {
				const key = `${what} ${messageId}`;
				this.#seen.set(key, (this.#seen.get(key) ?? new Set()).add(event.eventId));
			}
		}
	}

	/** Resolves with true when the condition holds, with false when it does not and nothing was executed for so long. */
	async until(holds: () => boolean, quietMs: number): Promise<boolean> {
		return await new Promise((resolve) => {
			const finish = (result: boolean) => {
				clearTimeout(timer);
				this.#looks.delete(look);
				resolve(result);
			};
			const look = () => {
				timer.refresh();
				if (holds()) finish(true);
			};
			const timer = setTimeout(() => finish(false), quietMs);
			this.#looks.add(look);
			look();
		});
	}

	async close(): Promise<void> {
		for (const each of [this.process, this.#standby]) {
			each.kill();
			await each.ended;
		}
		await this.n8n.close();
		if (!this.options.shared) await this.simulator.close();
		process.off('exit', this.#removeFolder);
		this.#removeFolder();
	}

	get #executionsFile(): string {
		return join(this.#folder, 'executions');
	}

	#startOf({ resume }: Pick<Trigger, 'resume'>): Start {
		const trigger = { account: this.#account, executionsFile: this.#executionsFile, resume };
		return { options: this.#options, trigger };
	}

	#newProcess(): EngineProcess {
		const { shared, ...engine } = this.options;
		const role = shared ? 'user' : 'all';
		const cacheDir = join(this.#folder, 'compiled');
		return new EngineProcess({ ...engine, role, cacheDir }, (events) => {
			this.#see(events);
			for (const look of [...this.#looks]) look();
		});
	}
}

function nextNumber(whose: keyof typeof next): string {
	return String(next[whose]++);
}

function nextAccount(): AccountRef {
	const phone = nextNumber('owner');
	return {
		id: `credential${phone}`,
		settings: { phone, minGapMs: 0, maxGapMs: 0, keepContentHours: 24 },
	};
}

async function retried<T>(work: () => Promise<T>): Promise<T> {
	for (;;) {
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof NotNow)) throw error;
			await pause(RETRY_MS);
		}
	}
}

/** Somebody asks for a message again, or refuses one (Baileys answers what it cannot open with an error). */
function isComplaint({ direction, stanza: { tag, attrs } }: TrafficEntry): boolean {
	if (tag === 'receipt') return attrs.type === 'retry';
	return (
		direction === 'in' && tag === 'ack' && attrs.class === 'message' && attrs.error !== undefined
	);
}
