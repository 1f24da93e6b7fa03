import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFleet, type Fleet } from '../../engine/fleet/fleet';
import type {
	AccountRef,
	FleetOptions,
	Gateway,
	GatewayOptions,
	LogLine,
	PostgresOptions,
} from '../../engine/gateway/contract';
import { startPostgres } from '../../scripts/services/postgres.mjs';
import { startSimulator, type Simulator, type VirtualContact } from '../simulator';
import { createSkippingClock, type SkippingClock } from '../support/skipping-clock';
import { tameBaileys } from '../support/tame-baileys';
import { BOB, OWNER } from '../engine/support';
import { FleetProcess } from './fleet-process';

type PostgresGatewayOptions = GatewayOptions & { postgres: PostgresOptions };

/** The engine of a process of n8n, in this one. */
export interface FleetHost {
	readonly host: Fleet;
	readonly options: GatewayOptions;
	readonly log: LogLine[];
	readonly account: AccountRef;
}

/** WhatsApp, n8n's Postgres, a number, and processes that come and go. */
export interface FleetBench {
	readonly simulator: Simulator;
	readonly postgres: Awaited<ReturnType<typeof startPostgres>>;
	readonly clock: SkippingClock;
	readonly account: AccountRef;
	readonly bob: VirtualContact;
	/** In an empty folder, unless one is given. */
	start(dataDir?: string): FleetHost;
	/** One that can be stopped and killed, in an empty folder. */
	startProcess(fleet?: FleetOptions): Promise<FleetProcess>;
	folder(): string;
	/** Epoch and number of each row of the number's log. */
	epochs(): Promise<string[][]>;
}

type Postgres = FleetBench['postgres'];

/** One for each test, of a file or of a `describe`. They share a server, which each of them finds empty. */
export function useFleet(): FleetBench {
	const bench = {} as FleetBench;
	let postgres: Postgres;
	let close: () => Promise<void> = async () => undefined;
	beforeAll(async () => (postgres = await startPostgres()));
	beforeEach(async () => (close = await openBench(bench, postgres)));
	afterEach(async () => {
		await close();
		await postgres.empty();
	});
	afterAll(async () => await postgres.close());
	return bench;
}

async function openBench(bench: FleetBench, postgres: Postgres): Promise<() => Promise<void>> {
	tameBaileys();
	const clock = createSkippingClock();
	const simulator = await startSimulator({ now: clock.trueTime });
	const folders: string[] = [];
	const hosts: Gateway[] = [];
	const processes: FleetProcess[] = [];
	const account: AccountRef = {
		id: 'credential1',
		settings: { phone: OWNER, minGapMs: 0, maxGapMs: 0, keepContentHours: 24 },
	};
	const folder = () => {
		const made = mkdtempSync(join(tmpdir(), 'whatsapp-linked-fleet-'));
		folders.push(made);
		return made;
	};
	const optionsFor = (dataDir: string): PostgresGatewayOptions => ({
		dataDir,
		encryptionKey: 'a key like the one n8n keeps',
		endpoint: simulator.endpoint,
		postgres: postgres.options,
	});
	Object.assign(bench, {
		...{ simulator, postgres, clock, account, folder },
		bob: await simulator.contact(BOB, { name: 'Bob' }),
		start(dataDir = folder()) {
			const log: LogLine[] = [];
			const options = optionsFor(dataDir);
			const host = createFleet({ ...options, clock, log: (line) => log.push(line) });
			hosts.push(host);
			return { host, options, log, account };
		},
		async startProcess(fleet) {
			const options = { ...optionsFor(folder()), ...(fleet && { fleet }) };
			const started = await FleetProcess.start(options, account);
			processes.push(started);
			return started;
		},
		epochs: async () => await postgres.query('SELECT epoch, seq FROM wa_log ORDER BY seq'),
	} satisfies FleetBench);
	return async () => {
		for (const host of hosts) await host.close();
		for (const process of processes) await process.kill();
		await simulator.close();
		for (const one of folders) rmSync(one, { recursive: true, force: true });
	};
}
