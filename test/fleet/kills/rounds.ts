import { Load } from '../../crash/load';
import type { Random } from '../../crash/random';
import { type Effort, inTime, isSettled, type Run } from '../../crash/runs';
import { sumOfKinds, talliesOf } from '../../crash/tally';
import type { Amount } from '../../crash/traffic';
import type { Findings } from './claims';
import type { Burst } from './disturbances';
import type { Fleet } from './fleet';
import type { Job } from './jobs';

/** One load on all numbers with something that happens in it. */
export interface Round extends Run, Findings {
	/** How many processes were killed or frozen. */
	readonly kills: number;
}

export const EFFORT: Effort = { each: 2, others: true, isInTurns: true, settleMs: 60_000 };
const SETTLED_WITHIN_MS = 10 * 60_000;

/** Loads on all numbers, which are not begun yet. */
export async function burstOn(fleet: Fleet, amount: Amount, isInCrowd?: boolean): Promise<Burst> {
	const loads = await Promise.all(
		fleet.sites.map(async (site) => new Load(site, await site.cast(isInCrowd))),
	);
	const begin = (how = amount) => {
		for (const load of loads) {
			load.send(how);
			load.receive(how);
		}
	};
	return { amount, loads, begin };
}

/** Disturbs the fleet under load, waits until all is settled, and sees whether everybody still understands everybody. */
export async function runRound(
	fleet: Fleet,
	{ name, disturb, isInCrowd }: Pick<Job, 'name' | 'disturb' | 'isInCrowd'>,
	random: Random,
	{ settleMs, ...amount }: Effort = EFFORT,
): Promise<Round> {
	const { sites } = fleet;
	const before = sites.map(({ complaints }) => complaints.length);
	const burst = await burstOn(fleet, amount, isInCrowd);
	const { loads } = burst;
	const few = { ...amount, each: 1 };
	const isAllSettled = async () => {
		const all = sites.map(async (site, at) => await isSettled(site, loads[at] as Load, settleMs));
		const settled = Promise.all(all).then((each) => each.every(Boolean));
		await inTime(settled, new Error(`${name}: it does not come to an end`), SETTLED_WITHIN_MS);
		return await settled;
	};

	const kills = await disturb(fleet, random, burst);
	for (const load of loads) load.receive(few);
	// What is lost already needs no second wait.
	if (await isAllSettled()) {
		burst.begin(few);
		await isAllSettled();
	}
	const complaints = sites.map((site, at) => site.complaints.slice(before[at]));
	return {
		...(await fleet.claims.findings()),
		point: name,
		kills,
		tallies: () =>
			sumOfKinds(
				sites.map((site, at) =>
					talliesOf(loads[at] as Load, site.executed(), complaints[at] ?? []),
				),
			),
	};
}
