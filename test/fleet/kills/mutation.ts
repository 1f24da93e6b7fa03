import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '../../crash/random';
import type { Findings } from './claims';
import { frozen } from './disturbances';
import { Fleet, type FleetOptionsOfTest } from './fleet';
import { burstOn, EFFORT } from './rounds';

const LOOK_EVERY_MS = 1_000;
const LOOKS = 60;

/** The test of the tests: zombies of an engine without fences. What they write and say when they are back must be noticed. */
export async function runWithoutFence(
	options: FleetOptionsOfTest,
	seed: number,
): Promise<Omit<Findings, 'takeovers'>> {
	const fleet = await Fleet.open({ ...options, without: 'fence' });
	try {
		const burst = await burstOn(fleet, EFFORT);
		await frozen(fleet, createRandom(seed, 'without fence'), burst);
		burst.begin();
		const found = { mixedEpochs: 0, foreignFrames: 0 };
		for (let look = 0; look < LOOKS && found.mixedEpochs === 0; look++) {
			await pause(LOOK_EVERY_MS);
			const { mixedEpochs, foreignFrames } = await fleet.claims.findings();
			found.mixedEpochs += mixedEpochs;
			found.foreignFrames += foreignFrames;
		}
		return found;
	} finally {
		await fleet.close();
	}
}
