import type { FullJid } from '@whiskeysockets/baileys';
import { requireDevices } from '../../../../engine/whatsapp/devices';
import { QUERY_TIMEOUT_MS, QueryTimeout } from '../../../../engine/whatsapp/query-errors';
import { createFakeClock } from '../../../support/fake-clock';

const ME = '5511900000001:12@s.whatsapp.net';
const BOB = '5511900000002@s.whatsapp.net';
const CAROL = '5511900000003@s.whatsapp.net';

/** Asks a Baileys that knows devices of these users, and takes so long for it. */
async function ask(people: string[], known: string[], ms = 0) {
	const clock = createFakeClock();
	const getUSyncDevices = jest.fn(async () => {
		await clock.advance(ms);
		return known.map((jid) => ({ user: jid.split('@')[0], device: 0, jid }) as never as FullJid);
	});
	const asking = requireDevices({ getUSyncDevices } as never, people, [ME], clock.now);
	const error = await asking.then(() => undefined).catch((reason: unknown) => reason);
	return { error, asked: getUSyncDevices.mock.calls };
}

test('our own devices are asked for as well: without the device that we are', async () => {
	const { error, asked } = await ask([BOB], [BOB]);
	expect(error).toBeUndefined();
	expect(asked).toEqual([[['5511900000001@s.whatsapp.net', BOB], true, false]]);
});

test.each([
	['nobody', [], 'WhatsApp did not tell the devices of the recipient'],
	[
		'only us',
		['5511900000001@s.whatsapp.net'],
		'WhatsApp did not tell the devices of the recipient',
	],
	['one of them', [CAROL], undefined],
])('devices of %s are known', async (_who, known, message) => {
	const { error } = await ask([BOB, CAROL], known);
	expect((error as Error | undefined)?.message).toBe(message);
});

test('what Baileys knew anyway is no answer when it had to wait in vain', async () => {
	expect((await ask([BOB, CAROL], [CAROL], QUERY_TIMEOUT_MS)).error).toBeInstanceOf(QueryTimeout);
});

test('a group in which we are alone has nobody to ask for', async () => {
	expect((await ask([], [])).error).toBeUndefined();
});
