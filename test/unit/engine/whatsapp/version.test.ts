import { DEFAULT_CONNECTION_CONFIG, type WAVersion } from '@whiskeysockets/baileys';
import { silentLog } from '../../../../engine/log';
import { createVersions, newer } from '../../../../engine/whatsapp/version';
import { START } from '../../../support/fake-clock';
import { useStores } from '../support';

const stores = useStores();
const BUILT_IN = DEFAULT_CONNECTION_CONFIG.version;
const later = (by: number): WAVersion => [BUILT_IN[0], BUILT_IN[1], BUILT_IN[2] + by];

test.each<[WAVersion, WAVersion | undefined, WAVersion]>([
	[[2, 3000, 5], undefined, [2, 3000, 5]],
	[
		[2, 3000, 5],
		[2, 3000, 5],
		[2, 3000, 5],
	],
	[
		[2, 3000, 5],
		[2, 3000, 6],
		[2, 3000, 6],
	],
	[
		[2, 3000, 5],
		[2, 2999, 6],
		[2, 3000, 5],
	],
	[
		[2, 3000, 5],
		[3, 0, 0],
		[3, 0, 0],
	],
])('The newer one of %j and %j is %j', (a, b, expected) => {
	expect(newer(a, b)).toEqual(expected);
});

test('A newer version is used from then on, after a restart too', async () => {
	const store = stores.open();
	const versions = createVersions(
		store.settings,
		async () => later(1),
		() => START,
		silentLog,
	);
	expect(versions.current()).toEqual(BUILT_IN);
	expect(await versions.renew()).toBe(true);
	expect(versions.current()).toEqual(later(1));
	expect(await versions.renew()).toBe(false);
	store.close();

	const { settings } = stores.open();
	const next = createVersions(
		settings,
		async () => undefined,
		() => START,
		silentLog,
	);
	expect(next.current()).toEqual(later(1));
	expect(settings.get('version')).toEqual({ version: later(1), at: START });
});

test.each<[string, () => Promise<WAVersion | undefined>]>([
	['an older one', async () => later(-1)],
	['the same', async () => BUILT_IN],
	['no answer', async () => undefined],
	['an error', async () => await Promise.reject(new Error('no network'))],
])('%s changes nothing', async (_, ask) => {
	const versions = createVersions(stores.open().settings, ask, () => START, silentLog);
	expect(await versions.renew()).toBe(false);
	expect(versions.current()).toEqual(BUILT_IN);
});
