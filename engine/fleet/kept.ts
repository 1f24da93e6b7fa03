import type { Clock } from '../clock';
import type { PostgresOptions } from '../gateway/contract';
import type { Logs } from '../log';
import {
	createAccountRegister,
	createBodies,
	createFiles,
	createLeases,
	createMailbox,
	createPatchsetLog,
	createSnapshots,
	ensureSchema,
	openPostgres,
	type AccountRegister,
	type Claim,
	type Files,
	type Leases,
	type Mailbox,
	type PatchsetLog,
	type Snapshots,
} from '../store/postgres/index';

/** All that Postgres keeps of accounts. */
export interface Kept {
	/** Before anything is asked. Rejects with STORE_FAILED, and may be asked again then. */
	ready(): Promise<void>;
	readonly leases: Leases;
	readonly register: AccountRegister;
	readonly log: PatchsetLog;
	readonly snapshots: Snapshots;
	readonly mailbox: Mailbox;
	filesOf(claim: Claim): Files;
	close(): Promise<void>;
}

export interface KeptOptions {
	postgres: PostgresOptions;
	encryptionKey: string;
	clock: Clock;
	logs: Logs;
}

export function openKept({ postgres, encryptionKey, clock, logs }: KeptOptions): Kept {
	const connections = openPostgres(postgres);
	const bodies = createBodies(encryptionKey);
	const filesOf = createFiles(connections, bodies);
	const log = createPatchsetLog(connections, bodies, { clock, log: logs.of() });
	let isReady: Promise<void> | undefined;
	return {
		ready() {
			isReady ??= ensureSchema(connections).catch((error: unknown) => {
				isReady = undefined;
				throw error;
			});
			return isReady;
		},
		leases: createLeases(connections),
		register: createAccountRegister(connections, bodies),
		log,
		snapshots: createSnapshots(connections, bodies, filesOf),
		mailbox: createMailbox(connections, bodies),
		filesOf,
		async close() {
			log.close();
			await connections.close();
		},
	};
}
