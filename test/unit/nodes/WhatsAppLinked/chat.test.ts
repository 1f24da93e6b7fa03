import type { IDataObject } from 'n8n-workflow';

import type { Chat } from '../../../../engine/gateway/contract';
import { router } from '../../../../nodes/WhatsAppLinked/actions/router';
import { gateway } from '../../../../nodes/shared/gateway';
import { executeFunctions, gatewayDouble } from '../doubles';

jest.mock('../../../../nodes/shared/gateway', () => ({ gateway: jest.fn() }));

const ID = '5511900000002@s.whatsapp.net';
const chat: Chat = {
	...{ id: ID, type: 'direct', phone: '5511900000002', lid: '222@lid', name: 'Ana' },
	...{ unread: 0, markedUnread: true, archived: false, pinned: true, muted: true },
	...{ mutedUntil: null, lastMessageAt: '2026-01-01T00:00:00.000Z', ephemeralSeconds: 86_400 },
	...{ labels: [{ id: '6', name: 'Regular' }], note: 'Likes tea' },
};

/** Runs an operation of Chat: what it asked of the engine, and what it put out. */
async function run(operation: string, parameters: IDataObject = {}) {
	const double = gatewayDouble({
		'chat.get': () => chat,
		'chat.getMany': () => [chat],
		'chat.getMessages': () => [],
		'chat.mute': () => chat,
		'chat.setDisappearing': () => chat,
	});
	jest.mocked(gateway).mockReturnValue(double.gateway);
	const item = { resource: 'chat', operation, chat: { __rl: true, mode: 'id', value: ID } };
	const { functions } = executeFunctions([{ ...item, ...parameters }]);
	const [output] = await router.call(functions);
	return { input: double.requests[0]?.input, json: output?.[0]?.json };
}

it('is simple unless all is wanted: what is marked as unread counts as one message', async () => {
	const {
		lid: _lid,
		mutedUntil: _until,
		ephemeralSeconds: _seconds,
		type: _type,
		...simple
	} = chat;
	const { markedUnread: _marked, ...fields } = { ...simple, unread: 1, labels: ['Regular'] };
	expect((await run('get', { simplify: true })).json).toEqual(fields);
	expect((await run('get', { simplify: false })).json).toEqual(chat);
});

it('is chosen by what the trigger puts out of one', async () => {
	const value = { id: ID, type: 'direct', phone: '5511900000002', lid: '222@lid' };
	const { input } = await run('get', { chat: { __rl: true, mode: 'id', value } });
	expect(input).toEqual({ chat: ID });
});

it.each<[IDataObject, object]>([
	[{}, {}],
	[{ unread: true }, { unread: true }],
	[
		{ unread: false, archived: 'true' },
		{ unread: false, archived: true },
	],
])('is listed with %j', async (options, expected) => {
	const { input } = await run('getAll', { returnAll: false, limit: 7, options });
	expect(input).toEqual({ limit: 7, ...expected });
});

it.each<[IDataObject, unknown]>([
	[{ muteFor: '8hours' }, '8hours'],
	[{ muteFor: 'always', muteUntil: '2030-01-01' }, 'always'],
	[{ muteFor: 'until', muteUntil: '2030-01-01T00:00:00' }, { until: '2030-01-01T03:00:00.000Z' }],
	[{ muteFor: 'until', muteUntil: 'tomorrow' }, { until: 'tomorrow' }],
])('is muted by %j', async (parameters, time) => {
	expect(await run('mute', parameters)).toMatchObject({
		input: { chat: ID, time },
		json: { chat: ID, muted: true, mutedUntil: null },
	});
});

it.each([0, 501, 'many'])('has no %s messages to get', async (limit) => {
	await expect(run('getMessages', { limit })).rejects.toThrow('Limit');
});

it.each<[IDataObject, object]>([
	[{}, { fromPhone: false }],
	[{ fromPhone: true }, { fromPhone: true }],
])('has its messages read with %j', async (options, expected) => {
	const { input } = await run('getMessages', { limit: 5, options });
	expect(input).toEqual({ chat: ID, limit: 5, ...expected });
});

it('has disappearing messages set, also by an expression', async () => {
	expect(await run('setDisappearingMessages', { duration: '604800' })).toEqual({
		input: { chat: ID, seconds: 604_800 },
		json: { chat: ID, ephemeralSeconds: 604_800 },
	});
});
