import { KIND_POINTS, type Point, POINTS } from '../../crash/points';
import {
	atPoints,
	atRandomTimes,
	cutOffFromPostgres,
	cutOffFromRedis,
	type Disturbance,
	frozen,
	postgresRestarted,
	redisRestarted,
	withUsers,
} from './disturbances';

/** What is done to a fleet, again and again. */
export interface Job {
	readonly name: string;
	readonly disturb: Disturbance;
	/** Whether enough was done; `kills` and `rounds` are those of this job. */
	isDone(done: { kills: number; rounds: number }): boolean;
	/** There are so many people that a status for all of them takes several stanzas. */
	readonly isInCrowd?: boolean;
	/** The processes of the fleet can be cut off. */
	readonly canBeCutOff?: boolean;
}

/** The others are passed by who uses a number, not by who holds it. */
const isOfHolders = ({ name }: Point) => !name.startsWith('emit');
const RANDOM_KILLS = 190;
const ZOMBIE_KILLS = 50;
/** Two in each round. */
const POSTGRES_ROUNDS = 25;
const OTHER_ROUNDS = 10;

const rounds = (count: number) => (done: { rounds: number }) => done.rounds >= count;
const kills = (count: number) => (done: { kills: number }) => done.kills >= count;

export const ZOMBIES: Job = { name: 'zombies', disturb: frozen, isDone: kills(ZOMBIE_KILLS) };

/** More than 300 kills: at each point, and at random times. */
export function allJobs(): Job[] {
	return [
		pointsJob('points', false),
		pointsJob('crowd', true),
		{ name: 'random', disturb: atRandomTimes, isDone: kills(RANDOM_KILLS) },
		{ name: 'users, too', disturb: withUsers, isDone: rounds(OTHER_ROUNDS) },
		ZOMBIES,
		{ name: 'Postgres restarts', disturb: postgresRestarted, isDone: rounds(POSTGRES_ROUNDS) },
		{ name: 'Redis restarts', disturb: redisRestarted, isDone: rounds(OTHER_ROUNDS) },
		...[
			{ name: 'cut off from Postgres', disturb: cutOffFromPostgres },
			{ name: 'cut off from Redis', disturb: cutOffFromRedis },
		].map((job) => ({ ...job, isDone: rounds(OTHER_ROUNDS), canBeCutOff: true })),
	];
}

function pointsJob(name: string, isInCrowd: boolean): Job {
	const left = [...POINTS, ...KIND_POINTS].filter(
		(point) => isOfHolders(point) && (point.isInCrowd ?? false) === isInCrowd,
	);
	return { name, disturb: atPoints(left), isDone: () => left.length === 0, isInCrowd };
}
