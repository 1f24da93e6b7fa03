import { join } from 'node:path';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { EngineError } from '../../../../engine/gateway/contract';
import { DATABASE_FILE } from '../../../../engine/store/account-store';
import { readSnapshot } from '../../../../engine/store/restore';
import { createRandom } from '../../../crash/random';
import { createFakeClock } from '../../../support/fake-clock';
import { fillDiskAtCommit } from '../../../support/full-disk';
import { contentsOf, createMemoryLog, restored } from '../../../support/replica';
import { HOUR, useStores } from '../support';
import { createRandomWork } from './random-work';

/** So many, and again until something was written into every table. */
const STEPS = 800;
const seed = Number(process.env['REPLICA_SEED'] ?? Date.now() % 1_000_000);

const stores = useStores();
afterEach(() => jest.restoreAllMocks());

test(`A copy is the same after random work, some of it taken back (REPLICA_SEED=${seed})`, async () => {
	stores.open().close();
	const { bytes } = await readSnapshot(join(stores.folder.path, DATABASE_FILE));
	const log = createMemoryLog();
	const store = stores.open({ replication: log });
	const { db } = store;
	const clock = createFakeClock();
	const random = createRandom(seed, 'replica');
	const chance = (times: number) => random.between(1, times) === 1;
	const kinds = Object.values(createRandomWork(store, clock, random));

	function attempt(act: () => unknown): void {
		try {
			const done = act();
			if (done instanceof Promise) done.catch(unlessExpected);
		} catch (error) {
			unlessExpected(error);
		}
	}
	function work(): void {
		attempt(() => kinds[random.between(0, kinds.length - 1)]?.());
	}
	function together(depth = 0): void {
		attempt(() =>
			(chance(2) ? db.transaction : db.lazily)(() => {
				for (let n = random.between(1, 6); n > 0; n--) work();
				if (depth < 2 && chance(3)) together(depth + 1);
				if (chance(4)) throw new Changed('its mind');
			}),
		);
	}

	const tables = Object.keys(contentsOf(db)).filter((name) => name !== 'schema');
	const isWritten = (name: string) =>
		name === 'sqlite_sequence' ||
		log.patchsets.some((one) => Buffer.from(one).includes(`${name}\0`));
	do {
		for (let step = 0; step < STEPS; step++) {
			const free = chance(20) ? fillDiskAtCommit() : () => undefined;
			if (chance(2)) work();
			else if (chance(15)) attempt(db.scrub);
			else together();
			if (chance(3)) await endOfTurn();
			if (chance(10)) await clock.advance(HOUR / 4);
			free();
		}
		await endOfTurn();
		await log.saving();
	} while (!tables.every(isWritten));

	// Of these a copy knows no row that came and went within one transaction.
	const { sqlite_sequence: _, ...copy } = await restored(bytes, log.patchsets);
	const { sqlite_sequence: __, ...original } = contentsOf(db);
	expect(copy).toEqual(original);
});

class Changed extends Error {}

/** There is no such message, the disk is full, or the work was to be taken back. */
function unlessExpected(error: unknown): void {
	if (!(error instanceof EngineError || error instanceof Changed)) throw error;
}
