import { setImmediate as nextTurn } from 'node:timers/promises';
import { createHost } from '../../../../engine/host/host';
import { ACCOUNT_ID, ENCRYPTION_KEY, useStores } from '../support';

const stores = useStores();

test('An account that cannot be opened says why each time, and does not lock itself out', async () => {
	const store = stores.open({ folder: ACCOUNT_ID });
	store.db.run("INSERT INTO auth VALUES ('creds', '', x'00')");
	store.close();
	const host = createHost({ dataDir: stores.folder.path, encryptionKey: ENCRYPTION_KEY });
	const settings = { phone: '', minGapMs: 0, maxGapMs: 0, keepContentHours: 24 };
	const ask = () => host.request({ id: ACCOUNT_ID, settings }, 'session.status', {});
	const error: unknown = await ask().catch((reason: unknown) => reason);
	await expect(ask()).rejects.toEqual(error);
	await host.close();
});

test('Each account is resumed in a turn of its own of the event loop, in which others go on', async () => {
	const ids = Array.from({ length: 10 }, (_, index) => `account${index}`);
	for (const folder of ids) stores.open({ folder }).close();
	const host = createHost({ dataDir: stores.folder.path, encryptionKey: ENCRYPTION_KEY });
	let turns = 0;
	let isResumed = false;
	const counting = (async () => {
		for (; !isResumed; turns++) await nextTurn();
	})();
	await host.resume();
	isResumed = true;
	await counting;
	expect(turns).toBeGreaterThanOrEqual(ids.length);
	await host.close();
});
