import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock, Timer } from '../clock';
import { EngineError, type FleetOptions } from '../gateway/contract';
import { SAFE_ID, type Accounts } from '../host/accounts';
import { DATABASE_FILE } from '../store/account-store';
import { kindOf, type Logs } from '../log';
import type { Claim, Files, Loss } from '../store/postgres/index';
import { createHolding, type Holding } from './holding';
import type { Kept } from './kept';
import { createMembership, type Membership } from './membership';
import { copiesIn, makeWorkingCopy, SCHEMA, writeSnapshot } from './working-copy';

/** How many accounts an engine thread holds at most. */
const CAPACITY = 500;
/** Who asks for an account whose process has died waits until it can be taken: a little longer than that takes. */
const TAKEN_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 1_000;
/** One that has just come does not go again. */
const SETTLED_AFTER_MS = 15_000;
/** One that could not be opened is left alone for so long. */
const PAUSE_AFTER_FAILURE_MS = 30_000;

export interface HoldingsOptions {
	kept: Kept;
	clock: Clock;
	logs: Logs;
	dataDir: string;
	encryptionKey: string;
	kind: FleetOptions['process'];
	accounts(): Pick<Accounts, 'resume' | 'release'>;
	/** What is to be done with an account that is open before it can be used. */
	beforeUse(id: string): Promise<void>;
	/** It can be used here from now on. */
	onHeld(id: string): void;
	/** It cannot, from now on. */
	onLost(id: string): void;
}

/** The accounts that this process holds, as it takes and loses them. */
export interface Holdings {
	/** As which it takes accounts now. */
	membership(): Membership;
	get(id: string): Holding | undefined;
	all(): Holding[];
	/** Those that are held for a while, and of which nothing is asked now. */
	settled(): Holding[];
	/** Whether it is held, or about to be. */
	has(id: string): boolean;
	/** Those that it has claimed: held, about to be, or left alone as they could not be opened. */
	claimed(): string[];
	/** Takes the account, unless it is held. Errors: IN_USE (another one holds it), STORE_FAILED, and those of opening it. */
	hold(id: string): Promise<Holding>;
	/** It was claimed. */
	take(claim: Claim): Promise<Holding>;
	/** Whoever comes first takes it. */
	give(holding: Holding): void;
	/** The same, with all that was written in the log. Nothing is asked of it now. */
	handOver(holding: Holding): Promise<void>;
	/** Nothing of it is used here any more, and nobody else is told. */
	lose(holding: Holding): void;
	/** All that was written is in the log, and all accounts are free. */
	close(): Promise<void>;
}

export function createHoldings(options: HoldingsOptions): Holdings {
	const { kept, clock, logs, dataDir, encryptionKey, kind, accounts, onHeld, onLost } = options;
	const { leases, snapshots } = kept;
	const copies = copiesIn(dataDir);
	const now = () => clock.now();
	const held = new Map<string, Holding>();
	const coming = new Map<string, Promise<Holding>>();
	/** Those that could not be opened, until others may try. */
	const failed = new Map<string, Timer>();
	/** Those that are handed over: nothing is asked of them any more. */
	const leaving = new WeakSet<Holding>();
	/** By `elapsed`. */
	const heldSince = new WeakMap<Holding, number>();
	let closed = false;
	let membership = createLife(false);

	function createLife(isReturning: boolean): Membership {
		return createMembership({
			clock,
			log: logs.of(),
			async beat(id) {
				await kept.ready();
				await leases.beat({ id, kind, capacity: CAPACITY });
			},
			onEnd() {
				for (const holding of [...held.values()]) lose(holding);
				membership = createLife(true);
			},
			isReturning,
		});
	}

	async function hold(id: string): Promise<Holding> {
		if (!SAFE_ID.test(id)) throw INVALID_ID;
		const holding = held.get(id);
		if (holding && leaving.has(holding)) throw LOST_AGAIN;
		return holding ?? (await (coming.get(id) ?? come(id, () => claimOne(id))));
	}

	const inUse = () => [...held.values()].filter((holding) => !leaving.has(holding));

	const isSettled = (holding: Holding) =>
		clock.elapsed() - (heldSince.get(holding) ?? Infinity) >= SETTLED_AFTER_MS && !holding.isBusy();

	function come(id: string, claim: () => Promise<Claim>): Promise<Holding> {
		const one = claim()
			.then(acquire)
			.finally(() => coming.delete(id));
		coming.set(id, one);
		return one;
	}

	async function claimOne(id: string): Promise<Claim> {
		const until = clock.elapsed() + TAKEN_WITHIN_MS;
		for (;;) {
			await membership.join();
			const claim = await leases.claimOne(membership.id, id, SCHEMA);
			if (claim === 'newer') throw NEWER;
			if ('epoch' in claim) return claim;
			if (closed || clock.elapsed() >= until) throw IN_USE;
			await clock.sleep(LOOK_AGAIN_MS);
		}
	}

	async function acquire(claim: Claim): Promise<Holding> {
		const { account: id } = claim;
		const life = membership;
		const folder = join(copies, life.id, id);
		try {
			const files = kept.filesOf(claim);
			await files.removeUnfinished();
			const from = await makeWorkingCopy({
				...{ claim, folder, encryptionKey, now, snapshots, files },
				keptBefore: join(dataDir, id),
			});
			if (closed || claim.owner !== life.id || !life.isGood()) throw LOST_AGAIN;
			const holding = createOne(claim, folder, files, life);
			held.set(id, holding);
			logs.of(id).info('The number is held by this process', { from });
			try {
				accounts().resume(id);
				await options.beforeUse(id);
			} catch (error) {
				lose(holding);
				throw error;
			}
			if (holding.isLost()) throw LOST_AGAIN;
			heldSince.set(holding, clock.elapsed());
			onHeld(id);
			return holding;
		} catch (error) {
			rmSync(folder, { recursive: true, force: true });
			logs.of(id).warn('The number could not be taken', { error: kindOf(error) });
			failed.get(id)?.cancel();
			if (!closed)
				failed.set(
					id,
					clock.after(PAUSE_AFTER_FAILURE_MS, () => free(claim)),
				);
			throw error;
		}
	}

	function createOne(claim: Claim, folder: string, files: Files, life: Membership): Holding {
		const openWriter = (seq: number) =>
			kept.log.writer({ ...claim, seq }, (loss) => onLoss(holding, loss));
		const holding: Holding = createHolding({
			...{ claim, folder, encryptionKey, now, files },
			isMine: life.isGood,
			writer: openWriter(claim.seq),
			async replace(file) {
				const { seq } = await snapshots.measure(claim);
				await writeSnapshot(snapshots, claim, seq, file);
				for (const id of await files.ids()) await files.remove(id);
				return openWriter(seq);
			},
			onBroken: () => give(holding),
		});
		return holding;
	}

	function onLoss(holding: Holding, loss: Loss): void {
		const { claim, folder } = holding;
		logs.of(claim.account).warn('The number is not held any more', { loss });
		if (loss !== 'behind') return give(holding);
		lose(holding, 'keep');
		come(claim.account, () => bringBack(claim, folder)).catch(() => undefined);
	}

	/** Postgres has lost the end of the log, and the working copy alone has it: with older keys the number must not go on. */
	async function bringBack(claim: Claim, folder: string): Promise<Claim> {
		const { seq } = await snapshots.measure(claim);
		await writeSnapshot(snapshots, claim, seq, join(folder, DATABASE_FILE));
		return await claimOne(claim.account);
	}

	function give(holding: Holding): void {
		lose(holding);
		free(holding.claim);
	}

	async function handOver(holding: Holding): Promise<void> {
		const { account: id } = holding.claim;
		logs.of(id).info('The number is handed over to another process');
		leaving.add(holding);
		onLost(id);
		accounts().release(id);
		await Promise.allSettled([holding.saving()]);
		give(holding);
	}

	function free(claim: Claim): void {
		const { account: id, owner } = claim;
		failed.delete(id);
		if (closed || owner !== membership.id || held.has(id) || coming.has(id)) return;
		leases.release(claim).catch((error: unknown) =>
			logs.of(id).debug('Postgres does not know yet that the number is free', {
				error: kindOf(error),
			}),
		);
	}

	function lose(holding: Holding, copy: 'keep' | 'delete' = 'delete'): void {
		const { account: id } = holding.claim;
		if (held.get(id) !== holding) return;
		accounts().release(id);
		holding.lose();
		if (copy === 'delete') rmSync(holding.folder, { recursive: true, force: true });
		held.delete(id);
		onLost(id);
	}

	return {
		membership: () => membership,
		get(id) {
			const holding = held.get(id);
			return holding && !leaving.has(holding) ? holding : undefined;
		},
		all: inUse,
		settled: () => inUse().filter(isSettled),
		has: (id) => held.has(id) || coming.has(id),
		claimed: () => [...held.keys(), ...coming.keys(), ...failed.keys()],
		hold,
		take: async (claim) => await come(claim.account, async () => claim),
		give,
		handOver,
		lose: (holding) => lose(holding),
		async close() {
			closed = true;
			for (const timer of failed.values()) timer.cancel();
			await Promise.allSettled(coming.values());
			const saved = [...held.values()].map(async (holding) => {
				accounts().release(holding.claim.account);
				await holding.saving();
			});
			await Promise.allSettled(saved);
			for (const holding of [...held.values()]) lose(holding);
			membership.close();
			await leases
				.leave(membership.id)
				.catch((error: unknown) =>
					logs.of().warn('Postgres does not know that this process ends', { error: kindOf(error) }),
				);
			rmSync(join(copies, membership.id), { recursive: true, force: true });
		},
	};
}

const LOST_AGAIN = new EngineError(
	'STORE_FAILED',
	'The WhatsApp number was lost again before it could be used.',
	'Run the node again.',
	true,
);

export const NEWER = new EngineError(
	'STORE_FAILED',
	'This WhatsApp number was used by a newer version of this package.',
	'Install the newest n8n-nodes-whatsapp-linked in all processes of n8n.',
);

/** Another process holds the account. */
export const IN_USE = new EngineError(
	'IN_USE',
	'Another n8n process is using this WhatsApp number.',
	'Stop the other process, or run n8n in queue mode: then all its processes can use each number.',
	true,
);

const INVALID_ID = new EngineError(
	'INVALID_SETTING',
	'The credential has no usable id.',
	'Save the credential once, then try again.',
);
