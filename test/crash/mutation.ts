import { POINTS } from './points';
import type { Random } from './random';
import { type Effort, runPoint } from './runs';
import { Site } from './site';
import { sum, type Tally } from './tally';

/** What is lost is not worth waiting long for. */
const EFFORT: Effort = { each: 1, settleMs: 2_500 };

/**
 * The test of the tests: the same crashes where a message is opened and confirmed, with an engine that keeps no journal.
 * What they count must not be 0.
 */
export async function runWithoutJournal(engineDir: string, random: Random): Promise<Tally> {
	const site = await Site.open({ engineDir, withoutJournal: true });
	try {
		const tallies: Tally[] = [];
		for (const point of POINTS.filter(({ name }) => name.startsWith('receipt frame, '))) {
			const run = await runPoint(site, point, random, EFFORT);
			tallies.push(run.tally());
		}
		return sum(tallies);
	} finally {
		await site.close();
	}
}
