import { Load } from './load';
import { POINTS } from './points';
import { createRandom } from './random';
import { type Effort, MESSAGES_ALONE, type Run, runPoint, totalOf } from './runs';
import { Site } from './site';
import type { Tally } from './tally';

/** What is lost is not worth waiting long for. */
const EFFORT: Effort = { ...MESSAGES_ALONE, settleMs: 2_500 };
const OVERTAKEN_MS = 40_000;

/**
 * The test of the tests: the same crashes where a message is opened and confirmed, with an engine that keeps no journal.
 * What they count must not be 0.
 */
export async function runWithoutJournal(engineDir: string, seed: number): Promise<Tally> {
	const site = await Site.open({ engineDir, without: 'journal' });
	try {
		const runs: Run[] = [];
		for (const point of POINTS.filter(({ name }) => name.startsWith('receipt frame, '))) {
			const run = await runPoint(site, point, createRandom(seed, point.name), EFFORT);
			await overtake(site);
			runs.push(run);
		}
		return totalOf(runs);
	} finally {
		await site.close();
	}
}

/** What is merely late is not lost: it has come when all has that was sent after it. */
async function overtake(site: Site): Promise<void> {
	const later = new Load(site, await site.cast());
	later.send(EFFORT);
	later.receive(EFFORT);
	await later.handedOver();
	if (!(await site.until(() => later.isSettled(), OVERTAKEN_MS))) {
		throw new Error('Without the journal nothing comes any more: that proves nothing');
	}
}
