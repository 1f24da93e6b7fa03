import { join } from 'node:path';
import { startPostgres } from '../../../scripts/services/postgres.mjs';
import { startRedis } from '../../../scripts/services/redis.mjs';
import { createRandom } from '../../crash/random';
import { totalOf } from '../../crash/runs';
import { tameBaileys } from '../../support/tame-baileys';
import { killedAndFrozen } from './disturbances';
import { Fleet } from './fleet';
import { runWithoutFence } from './mutation';
import { runRound } from './rounds';

/** The short form of `npm run test:fleet`. To repeat a failure: the title says what to set. */
const seed = Number(process.env['KILL_SEED'] ?? Date.now() % 1_000_000);
const options = {
	engineDir: join(__dirname, '..', '..', '..', 'dist', 'engine'),
	services: { startPostgres, startRedis },
};

// The simulator's own: the engines run in processes of their own.
beforeEach(() => void tameBaileys());

test(`One owner is killed, and one is frozen until others have its numbers (KILL_SEED=${seed})`, async () => {
	const fleet = await Fleet.open({ ...options, numbers: 3 });
	try {
		const job = { name: 'killed and frozen', disturb: killedAndFrozen };
		const round = await runRound(fleet, job, createRandom(seed, job.name));
		const found = { outOfOrder: 0, lost: 0, doubled: 0, undecryptable: 0 };
		expect(totalOf([round])).toMatchObject(found);
		expect(round).toMatchObject({ kills: 2, mixedEpochs: 0, foreignFrames: 0 });
		expect(fleet.problems()).toEqual([]);
	} finally {
		await fleet.close();
	}
});

test('Without fences the same test finds rows of an older epoch', async () => {
	const { mixedEpochs } = await runWithoutFence({ ...options, numbers: 1 }, seed);
	expect(mixedEpochs).toBeGreaterThan(0);
});
