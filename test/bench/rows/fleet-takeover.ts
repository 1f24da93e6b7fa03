import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../now';
import { Stage } from '../stage';
import { percentile } from '../statistics';
import { atMost, type Line, short } from '../table';

const NUMBERS = 300;
const REACH_SECONDS = 60;
const LOOK_EVERY_MS = 100;
/** One more second than that, and the row says by how much it was missed. */
const BACK_WITHIN_MS = 3 * REACH_SECONDS * 1_000;

/** A process that holds all numbers is killed; two others, which hold none, take them over. */
export async function fleetTakeover(): Promise<Line[]> {
	return await Stage.run(async (stage) => {
		const first = await stage.inQueueMode('engine');
		await first.calls.resume();
		const numbers = await stage.linkMany(first, NUMBERS);
		const survivors = [await stage.inQueueMode('engine'), await stage.inQueueMode('engine')];

		const killedAt = now();
		await first.stop();
		// Not before: they would get their shares.
		await Promise.all(survivors.map(({ calls }) => calls.resume()));
		const seconds = await back(stage, numbers, killedAt);
		const all = Math.max(...seconds);
		return [
			{
				what: `${NUMBERS} numbers connected again after their process was killed, by two others`,
				ours: `all after ${short(all)} s, half after ${short(percentile(seconds, 0.5))} s, the first after ${short(Math.min(...seconds))} s`,
				beside: '',
				ratio: '',
				reach: `<= ${REACH_SECONDS} s`,
				verdict: atMost(all, REACH_SECONDS, 's'),
			},
		];
	});
}

/** How long it took for each until WhatsApp had let it in. */
async function back(stage: Stage, numbers: readonly string[], since: number): Promise<number[]> {
	while (now() - since < BACK_WITHIN_MS) {
		const logins = await stage.simulator.allLoggedInAt();
		const times = numbers.map((number) => (logins[number] ?? 0) - since);
		if (times.every((time) => time > 0)) return times.map((time) => time / 1000);
		await pause(LOOK_EVERY_MS);
	}
	throw new Error('Not all numbers came back');
}
