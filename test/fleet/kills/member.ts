import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Endpoint, GatewayOptions } from '../../../engine/gateway/contract';
import { EngineProcess } from '../../crash/engine-process';
import type { Engine } from '../../crash/protocol';
import { ENCRYPTION_KEY } from '../../crash/site';
import { type FreezableTcp, startFreezableTcp } from '../../services/frozen-tcp';

/** The parameter of an address that says who connects to it. */
const NAME = 'member';
let made = 0;

/** The member that has connected to WhatsApp with this path. */
export function nameIn(path: string): string | null {
	return new URL(path, 'ws://simulator').searchParams.get(NAME);
}

/** What a member connects to. */
export interface Surroundings extends Required<Pick<GatewayOptions, 'postgres' | 'fleet'>> {
	endpoint: Endpoint;
}

/** Ways that can be cut off. */
interface Ways {
	readonly toPostgres: FreezableTcp;
	readonly toRedis: FreezableTcp;
}

/** A process that holds numbers, on a machine of its own: with an empty folder. */
export class Member {
	readonly name = `member${++made}`;
	/** When it was killed or frozen: milliseconds since 1970. */
	readonly stops: number[] = [];
	readonly process: EngineProcess;
	readonly #folder = mkdtempSync(join(tmpdir(), 'whatsapp-linked-member-'));
	readonly #ids = new Set<string>();
	#ways: Ways | undefined;

	/** It loads the engine, and does nothing else yet. */
	constructor(engine: Omit<Engine, 'role'>) {
		this.process = new EngineProcess({ ...engine, role: 'holder' }, () => undefined);
	}

	start({ endpoint, postgres, fleet }: Surroundings): void {
		this.process.start({
			options: {
				dataDir: this.#folder,
				encryptionKey: ENCRYPTION_KEY,
				// By which its connections are told from those of others.
				endpoint: { ...endpoint, url: `${endpoint.url}?${NAME}=${this.name}` },
				postgres,
				fleet,
			},
		});
	}

	/** The same, by ways that can be cut off: whatever goes over them keeps this process busy. */
	async startOnWays({ endpoint, postgres, fleet }: Surroundings): Promise<void> {
		const { redis } = fleet;
		const [node] = redis.nodes;
		if (!node) throw new Error('Redis is nowhere');
		this.#ways = {
			toPostgres: await startFreezableTcp(postgres),
			toRedis: await startFreezableTcp(node),
		};
		const { toPostgres, toRedis } = this.#ways;
		this.start({
			endpoint,
			postgres: { ...postgres, port: toPostgres.port },
			fleet: { ...fleet, redis: { ...redis, nodes: [{ host: toRedis.host, port: toRedis.port }] } },
		});
	}

	way(which: keyof Ways): FreezableTcp {
		if (!this.#ways) throw new Error('It was not started on ways that can be cut off');
		return this.#ways[which];
	}

	/** By which Postgres knows it: of each life that it has had by now. */
	ids(): ReadonlySet<string> {
		const copies = join(this.#folder, 'working-copies');
		if (existsSync(copies)) for (const id of readdirSync(copies)) this.#ids.add(id);
		return this.#ids;
	}

	/** The machine is gone with it. Resolves when that is so, also where it has ended by itself. */
	async kill(): Promise<void> {
		this.process.kill();
		await this.process.ended;
		this.stops.push(Date.now());
		this.ids();
		rmSync(this.#folder, { recursive: true, force: true });
		await this.#ways?.toPostgres.close();
		await this.#ways?.toRedis.close();
	}

	/** It does nothing, and keeps its connections. */
	freeze(): void {
		this.stops.push(Date.now());
		this.process.freeze();
	}

	thaw(): void {
		this.ids();
		this.process.thaw();
	}
}
