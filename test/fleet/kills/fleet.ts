import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FleetOptions } from '../../../engine/gateway/contract';
import type { Postgres } from '../../../scripts/services/postgres.mjs';
import type { Redis } from '../../../scripts/services/redis.mjs';
import type { Engine } from '../../crash/protocol';
import { Site } from '../../crash/site';
import { type Simulator, startSimulator, type TrafficEntry } from '../../simulator';
import { Claims } from './claims';
import { Member, nameIn, type Surroundings } from './member';
import type { Services } from './services';

export interface FleetOptionsOfTest extends Pick<Engine, 'engineDir' | 'without'> {
	services: Services;
	/** How many numbers there are. */
	numbers: number;
	/** Its processes can be cut off from Postgres and Redis. */
	canBeCutOff?: boolean;
}

const MEMBERS = 3;

/** n8n in queue mode, without n8n: a WhatsApp, a Postgres, a Redis, numbers with their users, and three processes that hold them. */
export class Fleet {
	members: Member[] = [];
	readonly sites: Site[] = [];
	#claims: Claims | undefined;
	/** Those that have ended among them. */
	readonly #allMembers: Member[] = [];
	#standby: Member;
	/** By number: the name of who connected it last. */
	readonly #holders = new Map<string, string | null>();
	readonly #cacheDir = mkdtempSync(join(tmpdir(), 'whatsapp-linked-compiled-'));

	private constructor(
		private readonly options: FleetOptionsOfTest,
		readonly simulator: Simulator,
		readonly postgres: Postgres,
		readonly redis: Redis,
	) {
		this.#standby = this.#load();
		process.once('exit', this.#endAll);
		simulator.traffic.subscribe((entry) => {
			if (isLogin(entry)) this.#holders.set(entry.number ?? '', nameIn(entry.path));
		});
	}

	/** All numbers are linked and connected. */
	static async open(options: FleetOptionsOfTest): Promise<Fleet> {
		const { services, numbers, engineDir } = options;
		const simulator = await startSimulator();
		const fleet = new Fleet(
			options,
			simulator,
			await services.startPostgres(),
			await services.startRedis(),
		);
		try {
			for (let n = 0; n < MEMBERS; n++) await fleet.#join();
			const shared = { simulator, options: fleet.#optionsAs('webhook') };
			for (let n = 0; n < numbers; n++) fleet.sites.push(await Site.open({ engineDir, shared }));
			fleet.#claims = await Claims.watch(
				fleet.postgres,
				simulator,
				fleet.sites,
				() => fleet.#allMembers,
			);
			return fleet;
		} catch (error) {
			await fleet.close();
			throw error;
		}
	}

	get claims(): Claims {
		if (!this.#claims) throw new Error('The fleet is not open yet');
		return this.#claims;
	}

	/** Those that hold a number, and live: at least one. */
	async holders(): Promise<Member[]> {
		for (;;) {
			const holders = this.members.filter((member) => this.heldBy(member).length > 0);
			if (holders.length > 0) return holders;
			await this.#nextLogin();
		}
	}

	/** The numbers that a process has connected, as far as WhatsApp knows. */
	heldBy({ name }: Member): Site[] {
		return this.sites.filter(({ owner }) => this.#holders.get(owner) === name);
	}

	/** Kills a process, unless it has ended by itself, and starts another one elsewhere. */
	async replace(member: Member): Promise<void> {
		this.members = this.members.filter((other) => other !== member);
		await member.kill();
		await this.#join();
	}

	/** What must not have happened on this WhatsApp. */
	problems(): string[] {
		const crowded = this.sites.filter(({ devices }) => devices.length !== 1);
		return [
			...crowded.map(({ devices }) => `a phone lists ${devices.length} devices`),
			...this.simulator.problems.map(String),
		];
	}

	async close(): Promise<void> {
		for (const site of this.sites) await site.close();
		for (const member of this.members) await member.kill();
		await this.#standby.kill();
		await this.simulator.close();
		await this.postgres.close();
		await this.redis.close();
		process.off('exit', this.#endAll);
		this.#endAll();
	}

	async #nextLogin(): Promise<void> {
		await new Promise<void>((resolve) => {
			const stop = this.simulator.traffic.subscribe((entry) => {
				if (!isLogin(entry)) return;
				stop();
				resolve();
			});
		});
	}

	async #join(): Promise<void> {
		const member = this.#standby;
		// Loading the engine takes most of the time of a start.
		this.#standby = this.#load();
		this.members.push(member);
		this.#allMembers.push(member);
		const surroundings = { endpoint: this.simulator.endpoint, ...this.#optionsAs('engine') };
		if (this.options.canBeCutOff) await member.startOnWays(surroundings);
		else member.start(surroundings);
	}

	#load(): Member {
		const { engineDir, without } = this.options;
		return new Member({ engineDir, cacheDir: this.#cacheDir, ...(without && { without }) });
	}

	#optionsAs(process: FleetOptions['process']): Omit<Surroundings, 'endpoint'> {
		return { postgres: this.postgres.options, fleet: { redis: this.redis.options, process } };
	}

	/** One that is frozen would not notice that this process has ended. */
	readonly #endAll = () => {
		for (const { process: its } of [...this.members, this.#standby]) its.kill();
		rmSync(this.#cacheDir, { recursive: true, force: true });
	};
}

function isLogin({ direction, stanza }: TrafficEntry): boolean {
	return direction === 'out' && stanza.tag === 'success';
}
