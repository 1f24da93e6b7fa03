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
