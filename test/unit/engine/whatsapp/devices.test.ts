import type { FullJid } from '@whiskeysockets/baileys';
import { createDeviceCache } from '../../../../engine/whatsapp/device-cache';
import { askDevices, knownDevices, personOf } from '../../../../engine/whatsapp/devices';
import { QUERY_TIMEOUT_MS, QueryTimeout } from '../../../../engine/whatsapp/query-errors';
import { createFakeClock } from '../../../support/fake-clock';

const ME = '5511900000001:12@s.whatsapp.net';
const BOB = '5511900000002@s.whatsapp.net';
const CAROL = '5511900000003@s.whatsapp.net';

/** Asks a Baileys that takes so long for it, and finds a phone and a computer of everybody. */
async function ask(people: string[], ms = 0) {
	const clock = createFakeClock();
	const cache = createDeviceCache(clock.now, () => false);
	const getUSyncDevices = jest.fn(async (jids: string[]) => {
		await clock.advance(ms);
		const users = jids.map((jid) => jid.split('@')[0] ?? '');
		await cache.mset(users.map((user) => ({ key: user, value: phoneAndComputer(user) })));
		return [];
	});
	const everybody = people.map(personOf);
	const again = async () => await askDevices({ getUSyncDevices }, cache, everybody, clock.now);
	const error = await again().catch((reason: unknown) => reason);
	return {
		error,
		again,
		asked: getUSyncDevices.mock.calls,
		found: knownDevices(cache, everybody),
	};
}

function phoneAndComputer(user: string): FullJid[] {
	return [0, 3].map((device) => ({ user, server: 's.whatsapp.net', device }));
}

test('people are asked for without the device that they write with, once each', async () => {
	const { error, asked, found } = await ask([ME, BOB, BOB]);
	expect(error).toBeUndefined();
	expect(asked).toEqual([[['5511900000001@s.whatsapp.net', BOB], false, false]]);
	expect(found.slice(0, 4)).toEqual([
		'5511900000001@s.whatsapp.net',
		'5511900000001:3@s.whatsapp.net',
		BOB,
		'5511900000002:3@s.whatsapp.net',
	]);
});

test('whose devices are known is not asked for', async () => {
	const { again, asked } = await ask([BOB, CAROL]);
	await again();
	expect(asked).toHaveLength(1);
});

test('an answer that did not come in time is none', async () => {
	expect((await ask([BOB, CAROL], QUERY_TIMEOUT_MS)).error).toBeInstanceOf(QueryTimeout);
});

test('a group in which we are alone has nobody to ask for', async () => {
	expect((await ask([])).asked).toEqual([]);
});
