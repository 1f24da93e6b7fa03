import type { Clock, Timer } from '../clock';
import type { CredentialList } from '../gateway/contract';
import type { Accounts } from '../host/accounts';
import { GRACE_MS } from '../host/credentials';
import { LOOK_AFTER_EVERY_MS, LOOK_AFTER_FIRST_MS } from '../host/idle-accounts';
import { kindOf, type Logs } from '../log';
import { compact, type AccountFacts, type Claim } from '../store/postgres/index';
import type { Facts } from './facts';
import type { Holding } from './holding';
import type { Holdings } from './holdings';
import type { Idle } from './idle';
import type { Kept } from './kept';
import type { Letters } from './letters';
import { keptIn } from './moving-in';
import { AT_ONCE, mayTake, toGive } from './share';
import { removeLeftCopies, SCHEMA } from './working-copy';

/** How often it is looked for accounts that nobody holds, and after those that are held. */
const LOOK_EVERY_MS = 1_000;
/** Some of those that are to be looked after are looked for so often. */
const LOOK_FOR_IDLE_EVERY_MS = 60_000;
/** Within it as many accounts are taken as are taken at once. */
const TAKE_WITHIN_MS = 1_000;
/** What other processes have told is read so often. */
const READ_FACTS_EVERY_MS = 60_000;
/** A log is measured when so much was written since the last time, and so often. */
const MEASURE_EVERY_MS = 60 * 60_000;
const MEASURE_EVERY_BYTES = 8 * 1024 * 1024;

export interface UpkeepOptions {
	kept: Kept;
	holdings: Holdings;
	accounts: Pick<Accounts, 'get' | 'isBeingLinked' | 'isNeeded' | 'logOutMissing'>;
	facts: Facts;
	letters: Letters;
	idle: Pick<Idle, 'lookAfter'>;
	clock: Clock;
	logs: Logs;
	dataDir: string;
	/** Whoever needs an account finds it wherever it is: it may go to another process. */
	isShared: boolean;
}

/** What a process does for accounts without being asked. */
export interface Upkeep {
	/** From now on. Resolves after a look; those that were taken at it may still be on their way. */
	begin(): Promise<void>;
	/** The same, where it has not begun. */
	onHeld(): void;
	/** What others are to know of an account without opening it, where that has changed. Never rejects. */
	tell(holding: Holding): Promise<void>;
	/** Somebody wants an account that nobody answers for. */
	onWanted(id: string): void;
	/** See `Gateway.compareCredentials`. */
	compareCredentials(list: CredentialList): Promise<void>;
	close(): Promise<void>;
}

export function createUpkeep(options: UpkeepOptions): Upkeep {
	const { kept, holdings, accounts, facts, letters, idle, clock, logs, dataDir, isShared } =
		options;
	const { leases, snapshots, register } = kept;
	/** What was told of each. */
	const told = new WeakMap<Holding, string>();
	/** How much had been written of each when its log was measured, and when that was, by `elapsed`. */
	const measured = new WeakMap<Holding, { written: number; at: number }>();
	/** When accounts were taken, by `elapsed`; those of the last second. */
	const taken: number[] = [];
	/** Held, and open for nobody, at the last look. */
	let unused = new Set<Holding>();
	let factsReadAt = -Infinity;
	/** By `elapsed`. */
	let lookAfterIdleAt: number | undefined;
	let hasMovedIn = false;
	let looking: Promise<void> | undefined;
	let compacting: Promise<void> | undefined;
	let next: Timer | undefined;
	let closed = false;

	function begin(): Promise<void> {
		next?.cancel();
		looking ??= look().finally(() => {
			looking = undefined;
			if (!closed) next = clock.after(LOOK_EVERY_MS, lookAgain);
		});
		return looking;
	}

	function lookAgain(): void {
		begin().catch((error: unknown) =>
			logs.of().debug('It could not be seen which numbers nobody holds', { error: kindOf(error) }),
		);
	}

	async function look(): Promise<void> {
		await holdings.membership().join();
		moveIn();
		await leases.releaseOthers(holdings.membership().id, holdings.claimed());
		await share();
		await takeLetters();
		for (const holding of holdings.all()) await tell(holding);
		await readFacts();
		leaveUnused();
		compacting ??= compactGrown().finally(() => (compacting = undefined));
	}

	/** Those that were kept in folders before. */
	function moveIn(): void {
		if (hasMovedIn) return;
		hasMovedIn = true;
		for (const id of keptIn(dataDir)) if (!holdings.has(id)) inBackground(holdings.hold(id));
	}

	/** It was told, and is tried again. */
	function inBackground(work: Promise<unknown>): void {
		work.catch(() => undefined);
	}

	/** Takes what is missing to the share of this process, or gives what is above it. */
	async function share(): Promise<void> {
		const { id, mayClaim } = holdings.membership();
		if (!mayClaim()) return;
		const survey = await leases.survey(SCHEMA);
		const limit = Math.min(mayTake(survey, id), survey.free, mayTakeNow());
		if (limit > 0) await take(id, limit);
		if (isShared) await give(toGive(survey, id));
		const wouldBeMine = mayTake({ ...survey, free: survey.free + 1 }, id) > 0;
		if (wouldBeMine) await lookAfterIdle(id);
	}

	async function take(owner: string, limit: number): Promise<void> {
		for (const claim of await leases.claim(owner, { limit, schema: SCHEMA })) {
			taken.push(clock.elapsed());
			if (!holdings.has(claim.account)) inBackground(holdings.take(claim));
		}
	}

	async function give(count: number): Promise<void> {
		const given = holdings
			.settled()
			.filter(({ claim }) => !accounts.isBeingLinked(claim.account))
			.slice(0, count);
		await Promise.all(given.map(holdings.handOver));
	}

	async function lookAfterIdle(owner: string): Promise<void> {
		lookAfterIdleAt ??= clock.elapsed() + LOOK_AFTER_FIRST_MS;
		if (clock.elapsed() < lookAfterIdleAt) return;
		lookAfterIdleAt = clock.elapsed() + LOOK_FOR_IDLE_EVERY_MS;
		const options = { limit: AT_ONCE, schema: SCHEMA, forMs: LOOK_AFTER_EVERY_MS };
		for (const { claim, freeMs } of await leases.claimIdle(owner, options)) {
			if (!holdings.has(claim.account)) inBackground(lookAfter(claim, freeMs));
		}
	}

	async function lookAfter(claim: Claim, freeMs: number): Promise<void> {
		const holding = await holdings.take(claim);
		if (accounts.get(claim.account)) return;
		await idle.lookAfter(holding, freeMs);
		await holding.during(() => compactOne(holding));
	}

	/** Also where all are wanted at once, as after Postgres was away. */
	function mayTakeNow(): number {
		while (clock.elapsed() - (taken[0] ?? Infinity) >= TAKE_WITHIN_MS) taken.shift();
		return AT_ONCE - taken.length;
	}

	/** Of senders who did not reach this process. */
	async function takeLetters(): Promise<void> {
		for (const id of await letters.waiting()) {
			if (holdings.get(id)) await holdings.get(id)?.during(() => letters.take(id));
		}
	}

	async function takeUnlessAnother(id: string): Promise<void> {
		if (holdings.has(id)) return;
		const membership = holdings.membership();
		await membership.join();
		const { members, free } = await leases.survey(SCHEMA);
		// It may be one that Postgres does not know of. Whoever wants it asks again.
		const isMine = mayTake({ members, free: free + 1 }, membership.id) > 0;
		if (!isMine || mayTakeNow() === 0) return;
		taken.push(clock.elapsed());
		await holdings.hold(id);
	}

	async function tell(holding: Holding): Promise<void> {
		const { account: id } = holding.claim;
		const account = accounts.get(id);
		const fact = {
			wanted: accounts.isNeeded(id) && !facts.isMissing(id),
			...(account && { phone: facts.digest(account.linkedPhone()) }),
		};
		const text = JSON.stringify(fact);
		// Of one that goes, nobody knows here what it needs.
		if (holdings.get(id) !== holding || told.get(holding) === text) return;
		try {
			await facts.change(id, fact);
			if (account?.linkedPhone()) await letters.tell(holding.claim, account);
			told.set(holding, text);
		} catch (error) {
			// It is tried again at the next look.
			logs.of(id).debug('Postgres does not know yet what became of the number', {
				error: kindOf(error),
			});
		}
	}

	async function readFacts(): Promise<void> {
		if (clock.elapsed() - factsReadAt < READ_FACTS_EVERY_MS) return;
		await facts.refresh();
		const { members } = await leases.survey(SCHEMA);
		removeLeftCopies(
			dataDir,
			members.map(({ id }) => id),
		);
		factsReadAt = clock.elapsed();
		// Whoever has compared the credentials does not hold it.
		for (const fact of facts.all()) {
			if (fact.missingSince !== null && holdings.get(fact.id)) inBackground(dealWith(fact));
		}
	}

	function leaveUnused(): void {
		const isUnused = (one: Holding) => !accounts.get(one.claim.account) && !one.isBusy();
		const now = new Set(holdings.all().filter(isUnused));
		for (const holding of now) if (unused.has(holding)) holdings.give(holding);
		unused = now;
	}

	async function compactGrown(): Promise<void> {
		for (const holding of holdings.all()) {
			const { written, at } = measured.get(holding) ?? { written: -Infinity, at: -Infinity };
			const hasGrown = holding.written() - written >= MEASURE_EVERY_BYTES;
			if (hasGrown || clock.elapsed() - at >= MEASURE_EVERY_MS) await compactOne(holding);
		}
	}

	async function compactOne(holding: Holding): Promise<void> {
		measured.set(holding, { written: holding.written(), at: clock.elapsed() });
		try {
			// Else it would be measured without what is on its way.
			await holding.saving();
			await compact(snapshots, holding.claim, `${holding.folder}.compacted`);
		} catch (error) {
			logs.of(holding.claim.account).warn('The log of the number could not be made shorter', {
				error: kindOf(error),
			});
		}
	}

	/** Its credential is gone. */
	async function dealWith({ id, missingSince }: AccountFacts): Promise<void> {
		const holding = await holdings.hold(id);
		if (clock.now() - (missingSince ?? Infinity) < GRACE_MS) return accounts.logOutMissing(id);
		logs
			.of(id)
			.info('The credential is gone for good: all that is stored of the number is deleted');
		holdings.lose(holding);
		await register.remove(holding.claim);
	}

	return {
		begin,
		onHeld() {
			if (!looking && !next) lookAgain();
		},
		tell,
		onWanted: (id) => inBackground(takeUnlessAnother(id)),
		async compareCredentials({ ids }) {
			await holdings.membership().join();
			await facts.refresh();
			const existing = new Set(ids);
			for (const { id, missingSince } of facts.all()) {
				const isThere = existing.has(id);
				if (isThere && missingSince !== null) {
					await facts.change(id, { missingSince: null, wanted: true });
				} else if (!isThere && missingSince === null) {
					await facts.change(id, { missingSince: clock.now(), wanted: false });
				}
			}
			for (const fact of facts.all()) if (fact.missingSince !== null) inBackground(dealWith(fact));
		},
		async close() {
			closed = true;
			next?.cancel();
			await Promise.allSettled([looking, compacting]);
		},
	};
}
