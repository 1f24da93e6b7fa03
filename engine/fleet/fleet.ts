import type { Account } from '../account/account';
import { systemClock, type Clock } from '../clock';
import {
	COMMANDS,
	outcomeUnknown,
	type AccountSettings,
	type CommandKind,
	type Gateway,
	type GatewayOptions,
	type PostgresOptions,
} from '../gateway/contract';
import { createAccounts, LINKING, type AccountsOptions } from '../host/accounts';
import { createResumeExecution } from '../transport/resume-execution';
import { createLogs } from '../log';
import { createFacts } from './facts';
import type { Holding } from './holding';
import { createHoldings, type HoldingsOptions } from './holdings';
import { createTurns } from './in-turn';
import { createIdle } from './idle';
import { openKept } from './kept';
import { createLetters, type Letters } from './letters';
import { createUpkeep } from './upkeep';

export interface FleetHostOptions
	extends GatewayOptions,
		Pick<AccountsOptions, 'askVersion'>,
		Partial<Pick<HoldingsOptions, 'onHeld' | 'onLost'> & Pick<AccountsOptions, 'resumeExecution'>> {
	postgres: PostgresOptions;
	clock?: Clock;
	/** Ends the thread, where it is the engine's own. */
	giveUp?(): void;
}

/** What the engine does besides for other processes. */
export interface Fleet extends Gateway, Pick<Letters, 'deposit'> {
	/** Somebody wants to use an account, and nobody answers for it: it is taken, unless another process is to do that. */
	claim(id: string): void;
	/** All that was written is in the log, and all accounts are free. It takes none any more. */
	leave(): Promise<void>;
}

/** The engine where accounts are kept in Postgres: those that this process holds, and the others as soon as nobody does. */
export function createFleet({
	clock = systemClock,
	giveUp = () => undefined,
	log: write = () => undefined,
	onHeld = () => undefined,
	onLost = () => undefined,
	dataDir,
	encryptionKey,
	postgres,
	fleet,
	webServer,
	resumeExecution = createResumeExecution(webServer),
	...options
}: FleetHostOptions): Fleet {
	const logs = createLogs(write, () => clock.elapsed());
	const kept = openKept({ postgres, encryptionKey, clock, logs });
	const facts = createFacts(kept.register, encryptionKey);
	const idle = createIdle({ clock, logs });
	const holdings = createHoldings({
		...{ kept, clock, logs, dataDir, encryptionKey, onLost },
		onHeld(id) {
			upkeep.onHeld();
			onHeld(id);
		},
		kind: fleet?.process ?? 'main',
		accounts: () => ({
			resume: accounts.resume,
			release(id) {
				idle.leave(id);
				accounts.release(id);
			},
		}),
		beforeUse: (id) => letters.take(id),
	});
	const accounts = createAccounts({
		...options,
		stores: {
			open(id) {
				idle.leave(id);
				return held(id).open();
			},
			erase(id) {
				idle.leave(id);
				held(id).erase();
			},
		},
		clock,
		logs,
		giveUp,
		resumeExecution,
		holderOf: (phone, exceptId) =>
			accounts.holderOf(phone, exceptId) ?? facts.holderOf(phone, exceptId),
	});
	const letters = createLetters({ ...kept, clock, logs, open });
	const upkeep = createUpkeep({
		...{ kept, holdings, accounts, facts, letters, idle, clock, logs, dataDir },
		isShared: fleet !== undefined,
	});
	let leaving: Promise<void> | undefined;
	let closing: Promise<void> | undefined;

	function open(id: string, settings: AccountSettings): Account {
		if (!accounts.get(id)) accounts.open(id, settings);
		return accounts.get(id) as Account;
	}

	function held(id: string): Holding {
		const holding = holdings.get(id);
		if (!holding) throw new Error('An account is used that is not held');
		return holding;
	}

	/** In queue mode each process answers for what it holds alone. */
	async function hold(id: string): Promise<Holding> {
		if (!fleet) return await holdings.hold(id);
		const holding = holdings.get(id);
		if (!holding) throw NOT_HERE;
		return holding;
	}

	/** Asks for it again where the account was lost meanwhile, unless nobody knows whether it was done. */
	async function run<T>(id: string, kind: CommandKind, work: () => Promise<T>): Promise<T> {
		for (;;) {
			const holding = await hold(id);
			try {
				const result = await holding.during(work);
				// Whoever holds it next, should this process die, is to know whether it is needed.
				await upkeep.tell(holding);
				return result;
			} catch (error) {
				if (!holding.isLost()) throw error;
				if (kind === 'mutation') throw outcomeUnknown('The number went to another process.');
			}
		}
	}

	async function leaveOnce(): Promise<void> {
		await upkeep.close();
		await holdings.close();
	}

	const leave = () => (leaving ??= leaveOnce());

	async function close(): Promise<void> {
		await leave();
		await kept.close();
	}

	return {
		async request(ref, name, input) {
			return await run(ref.id, COMMANDS[name].kind, async () => {
				if (LINKING.has(name)) await facts.refresh();
				return await accounts.request(ref, name, input);
			});
		},
		async storeMedia(ref, media, content) {
			try {
				const holding = await hold(ref.id);
				return await holding.during(() => accounts.storeMedia(ref, media, content));
			} finally {
				content.destroy();
			}
		},
		async openMedia(ref, media) {
			const holding = await hold(ref.id);
			return await holding.during(() => accounts.openMedia(ref, media));
		},
		async subscribe(ref, subscription, listener, onDropped) {
			let handle: { close(): Promise<void> } | undefined;
			const inTurn = createTurns();
			try {
				await run(ref.id, 'idempotent', async () => {
					await handle?.close();
					handle = await accounts.subscribe(
						ref,
						subscription,
						async (batch) => {
							await inTurn(held(ref.id).saving());
							await listener(batch);
						},
						onDropped,
					);
				});
			} catch (error) {
				await handle?.close();
				throw error;
			}
			return {
				async close() {
					await handle?.close();
					// What has waited for the log is told by then, or refused.
					await inTurn(undefined);
				},
			};
		},
		resume: upkeep.begin,
		claim: upkeep.onWanted,
		async deposit(account, message) {
			await kept.ready();
			return await letters.deposit(account, message);
		},
		compareCredentials: upkeep.compareCredentials,
		leave,
		close: () => (closing ??= close()),
	};
}

/** Another process may hold the account: nothing was done. */
export const NOT_HERE = new Error('Not here');
