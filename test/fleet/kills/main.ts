import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { say, start, UserError, wholeNumber } from '../../crash/command';
import { createRandom } from '../../crash/random';
import { tableOfKinds } from '../../crash/report';
import { groupedBy } from '../../crash/tally';
import { Fleet } from './fleet';
import { allJobs, type Job } from './jobs';
import { runWithoutFence } from './mutation';
import { type Round, runRound } from './rounds';
import type { Services } from './services';
import { isAllClean, killsIn, tableOfRounds, takeoversIn, troubleIn } from './table';

/*
 * The kills of a fleet as a command: `npm run test:fleet -- [--rounds N] [--seed S] [--job NAME]`. Runs the built engine of
 * the working directory. Exits with 1 when anything was lost, doubled, undecryptable, out of order, or done by a process that
 * did not hold the number.
 */

const WITHOUT_FENCE = 'without fence';
const NUMBERS = 3;
/** A takeover is within twelve seconds, for 95 of a hundred. */
const TAKEOVER_SECONDS = 12;
/** No round is begun later. */
const LONGEST_MS = 2 * 60 * 60_000;

const engineDir = resolve('dist', 'engine');

interface Options {
	seed: number;
	/** Rounds of each job. */
	most: number;
	services: Services;
}

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: { rounds: { type: 'string' }, seed: { type: 'string' }, job: { type: 'string' } },
	});
	const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber(values.seed);
	const jobs = chosen(values.job);
	const most = values.rounds === undefined ? Infinity : wholeNumber(values.rounds);
	const services = await load();
	say(`Seed ${seed}. To make the same choices again: npm run test:fleet -- --seed ${seed}`);
	const troubles = jobs.length > 0 ? await runAll(jobs, { seed, most, services }) : [];
	if (values.job === undefined || values.job === WITHOUT_FENCE) {
		const { mixedEpochs, foreignFrames } = await runWithoutFence(
			{ engineDir, services, numbers: NUMBERS },
			seed,
		);
		say(`The test of the tests: without fences ${mixedEpochs} rows of an older epoch are found,`);
		say(`and ${foreignFrames} frames of processes that did not hold the number.`);
		if (mixedEpochs === 0) troubles.push('without fences the same tests find nothing');
	}
	for (const trouble of troubles) say(`FAILED with seed ${seed}: ${trouble}.`);
	if (troubles.length === 0)
		say('Nothing lost, nothing doubled, nothing undecryptable, nothing by others.');
	return troubles.length > 0 ? 1 : 0;
}

/** All, or those whose name begins as asked. */
function chosen(job: string | undefined): Job[] {
	const all = allJobs();
	const jobs = all.filter(({ name }) => name.startsWith(job ?? ''));
	if (jobs.length > 0 || job === WITHOUT_FENCE) return jobs;
	const names = [...all.map(({ name }) => name), WITHOUT_FENCE];
	throw new UserError(`There is no job "${job}". There are:\n  ${names.join('\n  ')}`);
}

/** They run from where they are, as they start programs that lie beside them. */
async function load(): Promise<Services> {
	const from = async (file: string) =>
		(await import(pathToFileURL(resolve('scripts', 'services', file)).href)) as Services;
	return { ...(await from('postgres.mjs')), ...(await from('redis.mjs')) };
}

/** Returns what is wrong. */
async function runAll(jobs: readonly Job[], options: Options): Promise<string[]> {
	const until = performance.now() + LONGEST_MS;
	const rounds: Round[] = [];
	const problems: string[] = [];
	// What can be cut off is a burden: for those alone that need it.
	for (const its of groupedBy(jobs, ({ canBeCutOff }) => String(canBeCutOff ?? false))) {
		const { canBeCutOff = false } = its[0] as Job;
		const { services } = options;
		const fleet = await Fleet.open({ engineDir, services, numbers: NUMBERS, canBeCutOff });
		try {
			for (const job of its) rounds.push(...(await runJob(fleet, job, options, until)));
			problems.push(...fleet.problems());
		} finally {
			await fleet.close();
		}
	}
	const { count, p50, p95, max } = takeoversIn(rounds);
	say(`\n${tableOfRounds(rounds)}\n\n${tableOfKinds(rounds)}\n`);
	say(`${count} takeovers: p50 ${p50} s, p95 ${p95} s, longest ${max} s\n`);
	return [
		...problems,
		...(isAllClean(rounds) ? [] : ['not all counts are 0']),
		...(p95 > TAKEOVER_SECONDS ? [`a takeover takes ${p95} s (p95)`] : []),
	];
}

async function runJob(
	fleet: Fleet,
	job: Job,
	{ seed, most }: Options,
	until: number,
): Promise<Round[]> {
	const random = createRandom(seed, job.name);
	const rounds: Round[] = [];
	const isDone = () => job.isDone({ kills: killsIn(rounds), rounds: rounds.length });
	while (rounds.length < most && !isDone()) {
		const begunAt = performance.now();
		if (begunAt > until) throw new Error('It takes too long');
		const round = await runRound(fleet, job, random);
		rounds.push(round);
		const seconds = ((performance.now() - begunAt) / 1000).toFixed(1);
		const { kills } = round;
		say(`${job.name} ${rounds.length}, ${kills} killed: ${troubleIn(round)} (${seconds} s)`);
	}
	// Counted again at the end: what is doubled late is doubled too.
	return rounds.map((round) => {
		const final = round.tallies();
		return { ...round, tallies: () => final };
	});
}

start(main);
