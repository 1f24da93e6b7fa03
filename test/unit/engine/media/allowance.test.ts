import { createAllowance } from '../../../../engine/media/allowance';
import type { AccountStore } from '../../../../engine/store/account-store';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { DAY, useStores } from '../support';

const GB = 1024 ** 3;

describe('What may be downloaded', () => {
	const stores = useStores();
	let store: AccountStore;
	let clock: FakeClock;
	let free: number | undefined;

	beforeEach(() => {
		store = stores.open();
		clock = createFakeClock();
		free = 100 * GB;
	});

	const open = () =>
		createAllowance({
			store,
			now: clock.now,
			gigabytesADay: () => 2,
			freeBytes: async () => free,
		});

	test('is so much in a day, also when the process ended meanwhile', async () => {
		const allowance = open();
		await allowance.check(GB);
		allowance.spend(1.5 * GB);
		allowance.save();
		await expect(allowance.check(GB)).rejects.toMatchObject({
			code: 'STORE_FAILED',
			message: expect.stringContaining(
				'has downloaded 2 GB of files today, or would with this one',
			),
			hint: expect.stringContaining('Download at Most'),
		});
		await allowance.check(0.2 * GB);
		await expect(open().check(GB)).rejects.toMatchObject({ code: 'STORE_FAILED' });
		await clock.advance(DAY);
		await allowance.check(GB);
		await open().check(GB);
	});

	test('leaves n8n 500 MB of its disk', async () => {
		free = 0.9 * GB;
		await open().check(0.1 * GB);
		await expect(open().check(0.5 * GB)).rejects.toMatchObject({
			code: 'STORE_FAILED',
			message: 'The file is not downloaded: the disk of n8n has only 921.6 MB left.',
			hint: expect.stringContaining('so that 500 MB are left'),
		});
		free = undefined;
		await open().check(0.5 * GB);
	});
});
