import { setTimeout as pause } from 'node:timers/promises';
import type { Load } from '../../crash/load';
import { type Point, timesIn } from '../../crash/points';
import type { Random } from '../../crash/random';
import { inTime, NotReached } from '../../crash/runs';
import type { Amount } from '../../crash/traffic';
import type { Fleet } from './fleet';
import type { Member } from './member';

/** A load that can be begun, on all numbers of a fleet. */
export interface Burst {
	readonly amount: Amount;
	/** Of each site, in their order. */
	readonly loads: readonly Load[];
	/** As much as that, unless it is said otherwise. */
	begin(amount?: Amount): void;
}

/** What happens to a fleet under load. Resolves with how many processes were killed or frozen, when it is over. */
export type Disturbance = (fleet: Fleet, random: Random, burst: Burst) => Promise<number>;

/** How long a load takes, about. */
const LOAD_MS = 1_500;
/** When others take over what a process held, and get it going. */
const TAKEOVER_MS = [7_500, 11_000] as const;
/** Longer than a process holds its numbers without being heard of. */
const TOO_LONG_MS = [8_200, 14_000] as const;

const someTime = async (random: Random, [from, to]: readonly [number, number]) =>
	await pause(random.between(from, to));

function shuffled<T>(all: readonly T[], random: Random): T[] {
	return all
		.map((one) => ({ one, place: random.between(0, 2 ** 31) }))
		.toSorted((a, b) => a.place - b.place)
		.map(({ one }) => one);
}

/** One that holds numbers, as soon as there is one. */
async function someHolder(fleet: Fleet, random: Random): Promise<Member> {
	const [member] = shuffled(await fleet.holders(), random);
	if (!member) throw new Error('No process holds a number');
	return member;
}

/** Some of the points, which are left out the next time: each kills a process of its own. */
export const atPoints =
	(points: Point[]): Disturbance =>
	async (fleet, random, burst) => {
		const victims = shuffled(await fleet.holders(), random).slice(0, 2);
		const armed = victims.flatMap((member) => {
			const [point] = points.splice(random.between(0, points.length - 1), 1);
			return point ? [{ member, point }] : [];
		});
		for (const { member, point } of armed) {
			const [site] = fleet.heldBy(member);
			const count = random.between(1, timesIn(point, burst.amount));
			await site?.killAt(point.place, count, member.process);
			if (site && point.isInCrowd) burst.loads[fleet.sites.indexOf(site)]?.sendToCrowd();
		}
		burst.begin();
		const kills = armed.map(async ({ member, point }) => {
			await inTime(member.process.ended, new NotReached(point.name));
			await fleet.replace(member);
		});
		await Promise.all(kills);
		return kills.length;
	};

/** Three are killed: each at about the same time as the one before, or when others take over from that. */
export const atRandomTimes: Disturbance = async (fleet, random, { begin }) => {
	begin();
	await someTime(random, [0, LOAD_MS]);
	await fleet.replace(await someHolder(fleet, random));
	for (let more = 0; more < 2; more++) {
		await someTime(random, random.between(0, 1) === 1 ? [0, LOAD_MS] : TAKEOVER_MS);
		await fleet.replace(await someHolder(fleet, random));
	}
	return 3;
};

/** One that holds numbers is killed, and all that use them. */
export const withUsers: Disturbance = async (fleet, random, { begin, loads }) => {
	begin();
	await someTime(random, [0, LOAD_MS]);
	await fleet.replace(await someHolder(fleet, random));
	await someTime(random, [0, TAKEOVER_MS[1]]);
	await Promise.all(fleet.sites.map((site) => site.restart()));
	for (const load of loads) load.repeat();
	return 1;
};

/** As many as leave one to take over. */
export const frozen: Disturbance = async (fleet, random, { begin }) => {
	begin();
	const victims = shuffled(await fleet.holders(), random).slice(0, fleet.members.length - 1);
	await Promise.all(victims.map((member) => becomeZombie(member, random)));
	return victims.length;
};

async function becomeZombie(member: Member, random: Random): Promise<void> {
	await someTime(random, [0, LOAD_MS]);
	member.freeze();
	await someTime(random, TOO_LONG_MS);
	member.thaw();
}

/** One is killed while another one is frozen: what takes longest, once. */
export const killedAndFrozen: Disturbance = async (fleet, random, { begin }) => {
	begin();
	const [victim, zombie] = shuffled(await fleet.holders(), random);
	if (!victim || !zombie) throw new Error('One process holds all numbers');
	const frozen = becomeZombie(zombie, random);
	await someTime(random, [0, LOAD_MS]);
	await fleet.replace(victim);
	await frozen;
	return 2;
};

/** A server crashes twice under load. */
const restarted =
	(
		which: 'postgres' | 'redis',
		awayMs: (random: Random) => readonly [number, number],
	): Disturbance =>
	async (fleet, random, { begin }) => {
		begin();
		for (let times = 0; times < 2; times++) {
			await someTime(random, [0, LOAD_MS]);
			await fleet[which].kill();
			await someTime(random, awayMs(random));
			await fleet[which].start();
		}
		return 0;
	};

/** Now and then for longer than numbers are held without it. */
export const postgresRestarted = restarted('postgres', (random) =>
	random.between(1, 5) === 1 ? TOO_LONG_MS : [0, LOAD_MS],
);
export const redisRestarted = restarted('redis', () => [0, LOAD_MS]);

/** A process lives, but its way there is cut off for longer than it holds numbers without being heard of. */
const cutOff =
	(way: 'toPostgres' | 'toRedis'): Disturbance =>
	async (fleet, random, { begin }) => {
		begin();
		const member = await someHolder(fleet, random);
		await someTime(random, [0, LOAD_MS]);
		member.way(way).freeze();
		await someTime(random, TOO_LONG_MS);
		member.way(way).thaw();
		return 0;
	};

export const cutOffFromPostgres = cutOff('toPostgres');
export const cutOffFromRedis = cutOff('toRedis');
