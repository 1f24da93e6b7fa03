import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ASK_POINTS, runAskPoint } from './ask';
import { COLLECT_POINTS, runCollectPoint } from './collect';
import { say, start, UserError, wholeNumber } from './command';
import { runWithoutJournal } from './mutation';
import { KIND_POINTS, LINK_POINTS, POINTS, REDELIVERY } from './points';
import { createRandom, type Random } from './random';
import { tableOfKinds, tableOfPoints, troubleOf } from './report';
import { type Run, runDrain, runLinkPoint, runPoint, runRandom, totalOf } from './runs';
import { Site } from './site';
import { isClean } from './tally';

/*
 * The crash tests as a command: `npm run test:crash -- [--runs N] [--seed S] [--point NAME]`. Runs the built engine of the
 * working directory. Exits with 1 when anything was lost, doubled, undecryptable or out of order.
 */

const WITHOUT_JOURNAL = 'without journal';
const RANDOM_RUNS = 50;
const DRAINED_MESSAGES = 1_000;

const engineDir = resolve('dist', 'engine');

interface Job {
	name: string;
	runs: number;
	run(site: Site, random: Random): Promise<Run>;
}

const JOBS: Job[] = [
	...[...POINTS, REDELIVERY, ...KIND_POINTS].map((point) => ({
		name: point.name,
		runs: 1,
		run: (site: Site, random: Random) => runPoint(site, point, random),
	})),
	...LINK_POINTS.map((point) => ({
		name: point.name,
		runs: 1,
		run: (site: Site) => runLinkPoint(site, point),
	})),
	...ASK_POINTS.map((point) => ({
		name: point.name,
		runs: 1,
		run: (site: Site, random: Random) => runAskPoint(site, point, random),
	})),
	...COLLECT_POINTS.map((point) => ({
		name: point.name,
		runs: 1,
		run: (site: Site, random: Random) => runCollectPoint(site, point, random),
	})),
	{ name: 'random', runs: RANDOM_RUNS, run: runRandom },
	{
		name: 'drain',
		runs: 1,
		run: (site, random) => runDrain(site, random, DRAINED_MESSAGES),
	},
];

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: { runs: { type: 'string' }, seed: { type: 'string' }, point: { type: 'string' } },
	});
	const { point } = values;
	const seed = values.seed === undefined ? randomInt(2 ** 31) : wholeNumber(values.seed);
	const jobs = chosen(point, values.runs);
	say(`Seed ${seed}. To make the same choices again: npm run test:crash -- --seed ${seed}`);
	const runs = jobs.length > 0 ? await runAll(jobs, seed) : [];
	let failed = runs.length > 0 && !isClean(totalOf(runs));
	if (runs.length > 0) say(`\n${tableOfPoints(runs)}\n\n${tableOfKinds(runs)}\n`);
	if (point === undefined || point === WITHOUT_JOURNAL) {
		const tally = await runWithoutJournal(engineDir, seed);
		const noticed = tally.lost + tally.undecryptable > 0;
		say(
			noticed
				? `The test of the tests: without the journal the same tests find ${troubleOf(tally)}.`
				: 'The test of the tests failed: without the journal the same tests find nothing missing.',
		);
		failed ||= !noticed;
	}
	say(
		failed ? `FAILED with seed ${seed}.` : 'Nothing lost, nothing doubled, nothing undecryptable.',
	);
	return failed ? 1 : 0;
}

/** All, or those whose name begins as asked. */
function chosen(point: string | undefined, runs: string | undefined): Job[] {
	const jobs = JOBS.filter(({ name }) => name.startsWith(point ?? ''));
	if (jobs.length === 0 && point !== WITHOUT_JOURNAL) {
		const names = [...JOBS.map(({ name }) => name), WITHOUT_JOURNAL];
		throw new UserError(`There is no point "${point}". There are:\n  ${names.join('\n  ')}`);
	}
	if (runs === undefined) return jobs;
	// Without a point it says how many random kills there are.
	const count = wholeNumber(runs);
	return jobs.map((job) => (point || job.name === 'random' ? { ...job, runs: count } : job));
}

async function runAll(jobs: readonly Job[], seed: number): Promise<Run[]> {
	const total = jobs.reduce((count, job) => count + job.runs, 0);
	const runs: Run[] = [];
	const site = await Site.open({ engineDir });
	try {
		for (const job of jobs) {
			const random = createRandom(seed, job.name);
			for (let turn = 0; turn < job.runs; turn++) {
				const startedAt = performance.now();
				const run = await job.run(site, random);
				runs.push(run);
				const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
				say(`${runs.length}/${total}  ${job.name}: ${troubleOf(totalOf([run]))} (${seconds} s)`);
			}
		}
		const [problem] = site.simulator.problems;
		if (problem) throw problem;
		// Counted again at the end: what is doubled late is doubled too.
		const counted = runs.map((run) => ({ point: run.point, final: run.tallies() }));
		return counted.map(({ point, final }) => ({ point, tallies: () => final }));
	} finally {
		await site.close();
	}
}

start(main);
