import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type {
	Chat,
	ChatChange,
	ChatChangedEvent,
	CommandName,
	Commands,
} from '../../engine/gateway/contract';
import type { AppStateChange, VirtualGroup } from '../simulator';
import {
	BOB,
	collect,
	link,
	meanwhile,
	OWNER,
	send,
	text,
	untilConnected,
	useBench,
	type Collected,
} from './support';

/** What the account remembers of its chats, what it does to them, and what it tells of them. */

const CAROL = '5511900000003';
const DORA = '5511900000004';
const EVE = '5511900000005';
const NOBODY = '5511900000006';
const BOBS_CHAT = `${BOB}@s.whatsapp.net`;
const CAROLS_CHAT = `${CAROL}@s.whatsapp.net`;
const LAST_YEAR = 1_700_000_000;
const NEXT_DECADE = 1_893_456_000;

const bench = useBench({ linked: false });
let events: Collected;
let group: VirtualGroup;

beforeAll(async () => {
	const { phone, simulator } = bench;
	await phone.addChat(CAROL, {
		name: 'Carol Nunes',
		...{ unread: 3, archived: true, pinned: true, mutedUntil: -1, ephemeralSeconds: 604_800 },
		messages: [
			{ id: 'OLD1', text: 'Are you there?', at: LAST_YEAR },
			{ id: 'OLD2', text: 'Hello?', at: LAST_YEAR + 60 },
		],
	});
	await phone.addChat(DORA, { markedUnread: true, mutedUntil: NEXT_DECADE });
	group = await simulator.group({ subject: 'Trio', members: [OWNER, BOB, CAROL] });
	events = await collect(bench);
	await link(bench);
});

async function run<C extends CommandName>(
	command: C,
	input: Commands[C]['input'],
): Promise<Commands[C]['output']> {
	return await bench.host.request(bench.account, command, input);
}

const get = async (chat: string) => await run('chat.get', { chat });

/** The chat as soon as it is so: what makes it so may be on its way. */
async function until(chat: string, isSo: (chat: Chat) => boolean): Promise<Chat> {
	for (;;) {
		const found = await get(chat).catch(() => undefined);
		if (found && isSo(found)) return found;
		await incoming(EVE, 'Something happens');
	}
}

/** A message of somebody has become an event. */
async function incoming(from: string, words: string, to = OWNER): Promise<string> {
	const contact = await bench.simulator.contact(from);
	const id = await contact.sendText(to, words);
	await events.next('message.incoming', ({ messageId }) => messageId === id);
	return id;
}

/** The next change of this kind that was not looked at yet. */
async function changed(change: ChatChange, chat = BOBS_CHAT): Promise<ChatChangedEvent> {
	const found = await events.next(
		'chat.changed',
		(event) => event.change === change && event.chat.id === chat && !seen.has(event),
	);
	seen.add(found);
	return found;
}
const seen = new Set<ChatChangedEvent>();
const changes = () => events.all.filter(({ event }) => event === 'chat.changed').length;

test('the phone tells of its chats while the number is being linked, and that is no event', async () => {
	expect(await until(CAROL, ({ unread }) => unread >= 3)).toEqual({
		id: CAROLS_CHAT,
		type: 'direct',
		phone: CAROL,
		lid: bench.simulator.phone(CAROL).lid,
		name: 'Carol Nunes',
		unread: 3,
		markedUnread: false,
		archived: true,
		pinned: true,
		muted: true,
		mutedUntil: null,
		lastMessageAt: '2023-11-14T22:14:20.000Z',
		ephemeralSeconds: 604_800,
		labels: [],
		note: null,
	});
	expect(await get(DORA)).toMatchObject({
		...{ unread: 0, markedUnread: true, muted: true, pinned: false, archived: false },
		mutedUntil: '2030-01-01T00:00:00.000Z',
		...{ lastMessageAt: null, ephemeralSeconds: 0 },
	});
	expect(changes()).toBe(0);
});

describe('unread messages', () => {
	test('are counted, under either address, until the phone reads them', async () => {
		const first = await incoming(BOB, 'one');
		const second = await bench.bob.sendText(OWNER, 'two', { asLid: true });
		await events.next('message.incoming', ({ messageId }) => messageId === second);
		const reaction = await bench.bob.react(second, '👍');
		await events.next('message.reaction', ({ messageId }) => messageId === reaction);
		const { unread, lastMessageAt } = await get(BOB);
		expect({ unread }).toEqual({ unread: 2 });
		expect(lastMessageAt).toMatch(/Z$/);
		await bench.phone.read(first, second);
		expect(await changed('read')).toMatchObject({
			chat: { phone: BOB, lid: bench.bob.lid },
			by: { phone: OWNER },
			mutedUntil: null,
			ephemeralSeconds: null,
		});
		expect((await get(BOB)).unread).toBe(0);
	});

	test('are read by whoever answers on the phone, and by Mark as Read of messages', async () => {
		await incoming(BOB, 'three');
		const answer = await bench.phone.sendText(BOB, 'on my way');
		await events.next('message.sentFromPhone', ({ messageId }) => messageId === answer);
		expect((await get(BOB)).unread).toBe(0);
		const ids = [await incoming(BOB, 'four'), await incoming(BOB, 'five')];
		const mark = async (messageId = '') =>
			await run('message.markRead', { chat: BOB, targets: [{ messageId }] });
		await mark(ids[0]);
		expect((await get(BOB)).unread).toBe(1);
		await mark(ids[1]);
		expect((await get(BOB)).unread).toBe(0);
	});

	test('of a group are the group’s', async () => {
		const id = await incoming(BOB, 'to all', group.id);
		expect(await get(group.id)).toMatchObject({
			...{ type: 'group', name: 'Trio', phone: null, unread: 1, ephemeralSeconds: null },
		});
		await bench.phone.read(id);
		await changed('read', group.id);
		expect((await get(group.id)).unread).toBe(0);
	});
});

describe('what is done to a chat', () => {
	/** What the phone has found in the shared settings. */
	const written = async (kind: string, chat = BOBS_CHAT): Promise<AppStateChange> =>
		await bench.phone.waitForAppState(({ index }) => index[0] === kind && index[1] === chat);
	const all = (kind: string) => bench.phone.appState.filter(({ index }) => index[0] === kind);

	test('goes to all devices up to the last message, and is no event', async () => {
		const { messageId } = await send(bench, text(BOB, 'the last one'));
		await bench.bob.waitForMessage(messageId);
		await run('message.wait', { messageId, status: 'SENT', timeoutMs: 60_000 });
		const before = changes();
		expect(await run('chat.archive', { chat: BOB, archived: true })).toMatchObject({
			...{ id: BOBS_CHAT, archived: true },
		});
		const { action } = await written('archive');
		expect(Number(action.timestamp)).toBeGreaterThan(LAST_YEAR * 1000);
		expect(action.archiveChatAction).toMatchObject({
			archived: true,
			messageRange: {
				messages: [{ key: { id: messageId, fromMe: true, remoteJid: expect.any(String) } }],
			},
		});
		await meanwhile(bench);
		expect(changes()).toBe(before);
		expect(await run('chat.archive', { chat: BOB, archived: false })).toMatchObject({
			archived: false,
		});
	});

	test('pin and unpin; what is archived is not pinned', async () => {
		expect(await run('chat.pin', { chat: BOB, pinned: true })).toMatchObject({ pinned: true });
		expect((await written('pin_v1')).action.pinAction).toMatchObject({ pinned: true });
		expect(await run('chat.archive', { chat: BOB, archived: true })).toMatchObject({
			...{ archived: true, pinned: false },
		});
		await bench.phone.waitForAppState(() => all('pin_v1').length === 2);
		expect(all('pin_v1').at(-1)?.action.pinAction?.pinned).toBeFalsy();
		await run('chat.archive', { chat: BOB, archived: false });
	});

	test.each([
		['8hours', 8],
		['1week', 168],
	] as const)('mute for %s', async (time, hours) => {
		const from = bench.clock.now();
		const { muted, mutedUntil } = await run('chat.mute', { chat: BOB, time });
		expect(muted).toBe(true);
		const ms = Date.parse(mutedUntil ?? '') - from;
		expect(ms / 3_600_000).toBeCloseTo(hours, 1);
	});

	test('mute for always, until a time, and no longer', async () => {
		expect(await run('chat.mute', { chat: BOB, time: 'always' })).toMatchObject({
			...{ muted: true, mutedUntil: null },
		});
		const until = '2030-01-01T00:00:00.000Z';
		expect(await run('chat.mute', { chat: BOB, time: { until } })).toMatchObject({
			mutedUntil: until,
		});
		expect(await run('chat.unmute', { chat: BOB })).toMatchObject({ muted: false });
		await bench.phone.waitForAppState(() => all('mute').at(-1)?.action.muteAction?.muted === false);
		expect(all('mute').map(({ action }) => Number(action.muteAction?.muteEndTimestamp))).toEqual(
			expect.arrayContaining([-1, NEXT_DECADE * 1000]),
		);
	});

	test.each([
		['2020-01-01T00:00:00Z', 'until 2020-01-01T00:00:00Z: that is over.'],
		['tomorrow', '"tomorrow" is no date and time.'],
		['', '"" is no date and time.'],
	])('a mute until "%s" is refused', async (until, message) => {
		const count = all('mute').length;
		await expect(run('chat.mute', { chat: BOB, time: { until } })).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: expect.stringContaining(message),
		});
		expect(all('mute')).toHaveLength(count);
	});

	test('read and unread', async () => {
		expect(await run('chat.markRead', { chat: BOB, read: false })).toMatchObject({
			...{ unread: 0, markedUnread: true },
		});
		const action = (await written('markChatAsRead')).action.markChatAsReadAction;
		expect(action?.read).toBe(false);
		await incoming(BOB, 'news');
		expect(await run('chat.markRead', { chat: BOB, read: true })).toMatchObject({
			...{ unread: 0, markedUnread: false },
		});
	});

	test('clear and delete', async () => {
		await incoming(BOB, 'to be cleared');
		expect(await run('chat.clear', { chat: BOB })).toMatchObject({ unread: 0 });
		await written('clearChat');
		expect(await run('chat.getMessages', { chat: BOB, limit: 10 })).toEqual([]);
		await run('chat.delete', { chat: BOB });
		await written('deleteChat');
		await expect(get(BOB)).rejects.toMatchObject({ code: 'INVALID_RECIPIENT' });
		await incoming(BOB, 'a new beginning');
		expect(await get(BOB)).toMatchObject({ unread: 1 });
	});

	test.each([
		['Bob', 'INVALID_RECIPIENT', '"Bob" is not a phone number or chat ID.'],
		['', 'INVALID_RECIPIENT', 'The recipient is empty.'],
		['120363000000000009@newsletter', 'INVALID_RECIPIENT', 'is a channel'],
		[NOBODY, 'NOT_ON_WHATSAPP', `${NOBODY} is not on WhatsApp.`],
	])('nothing is done to the chat "%s"', async (chat, code, message) => {
		await expect(run('chat.archive', { chat, archived: true })).rejects.toMatchObject({
			code,
			message: expect.stringContaining(message),
		});
	});

	test('a refusal of WhatsApp is told, and nothing is remembered of it', async () => {
		bench.simulator.faults.failAppState(OWNER, 500);
		await expect(run('chat.pin', { chat: BOB, pinned: true })).rejects.toMatchObject({
			code: 'REJECTED',
		});
		expect((await get(BOB)).pinned).toBe(false);
	});
});

describe('what is done on the phone', () => {
	test.each([
		[{ archived: true }, 'archived', { archived: true }],
		[{ archived: false }, 'unarchived', { archived: false }],
		[{ pinned: true }, 'pinned', { pinned: true }],
		[{ pinned: false }, 'unpinned', { pinned: false }],
		[{ mutedUntil: NEXT_DECADE * 1000 }, 'muted', { muted: true }],
		[{ mutedUntil: null }, 'unmuted', { muted: false }],
		[{ read: true }, 'read', { unread: 0 }],
		[{ read: false }, 'unread', { markedUnread: true }],
		[{ cleared: true }, 'cleared', { unread: 0, markedUnread: false }],
	] as const)('is told: %j', async (change, name, after) => {
		await bench.phone.changeChat(BOB, change);
		const told = await changed(name);
		expect(told).toMatchObject({
			chat: { id: BOBS_CHAT, phone: BOB },
			by: { phone: OWNER },
			mutedUntil: name === 'muted' ? '2030-01-01T00:00:00.000Z' : null,
		});
		expect(await get(BOB)).toMatchObject(after);
	});

	test('is told once, and not when all is so already', async () => {
		const muted = async () => await bench.phone.changeChat(DORA, { mutedUntil: -1 });
		await muted();
		const first = await changed('muted', `${DORA}@s.whatsapp.net`);
		expect(first.mutedUntil).toBeNull();
		const before = changes();
		await muted();
		await bench.phone.changeChat(DORA, { mutedUntil: null });
		await changed('unmuted', `${DORA}@s.whatsapp.net`);
		expect(changes()).toBe(before + 1);
	});

	test('while the number is offline comes with the next connection', async () => {
		bench.simulator.faults.refuseConnections(true);
		bench.simulator.faults.dropConnections(OWNER);
		await bench.phone.changeChat(group.id, { archived: true });
		bench.simulator.faults.refuseConnections(false);
		await changed('archived', group.id);
	});

	test('a chat that is deleted is gone', async () => {
		await bench.phone.changeChat(BOB, { deleted: true });
		await changed('deleted');
		await expect(get(BOB)).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: `No chat with ${BOBS_CHAT} is known here.`,
		});
		await incoming(BOB, 'here again');
	});
});

describe('a list', () => {
	const many = async (input: Partial<Commands['chat.getMany']['input']> = {}) =>
		(await run('chat.getMany', { limit: 100, ...input })).map(({ id }) => id);

	test('has the newest chats first, as many as are wanted', async () => {
		await incoming(BOB, 'older');
		bench.clock.skip(2_000);
		await incoming(CAROL, 'newer');
		expect((await many()).slice(0, 2)).toEqual([CAROLS_CHAT, BOBS_CHAT]);
		expect(await many({ limit: 1 })).toEqual([CAROLS_CHAT]);
	});

	test('has only what is unread or archived, or is not', async () => {
		await run('chat.markRead', { chat: BOB, read: true });
		expect(await many({ unread: true })).not.toContain(BOBS_CHAT);
		expect(await many({ unread: false })).toContain(BOBS_CHAT);
		expect(await many({ archived: true })).toContain(CAROLS_CHAT);
		expect(await many({ archived: false })).not.toContain(CAROLS_CHAT);
	});
});

describe('disappearing messages', () => {
	const lifetimeOf = async (to: string, more: object = {}) => {
		const { messageId } = await send(bench, text(to, 'Soon gone', more));
		const { message } = await bench.bob.waitForMessage(messageId);
		return message.extendedTextMessage?.contextInfo ?? {};
	};

	test('are set in a chat of two, and what is sent keeps to it', async () => {
		expect(await run('chat.setDisappearing', { chat: BOB, seconds: 86_400 })).toMatchObject({
			ephemeralSeconds: 86_400,
		});
		await bench.bob.waitForMessage(
			({ message }) => message.protocolMessage?.ephemeralExpiration === 86_400,
		);
		expect(await lifetimeOf(BOB)).toMatchObject({
			expiration: 86_400,
			ephemeralSettingTimestamp: expect.anything(),
		});
		expect(await lifetimeOf(BOB, { expiresAfterSeconds: 604_800 })).toMatchObject({
			expiration: 604_800,
		});
		expect((await lifetimeOf(BOB, { expiresAfterSeconds: 0 })).expiration ?? 0).toBe(0);
	});

	test('are set by the other one, which is told', async () => {
		bench.clock.skip(1_000);
		await bench.bob.setEphemeral(OWNER, 7_776_000);
		expect(await changed('ephemeralChanged')).toMatchObject({
			by: { phone: BOB },
			ephemeralSeconds: 7_776_000,
		});
		expect(await lifetimeOf(BOB)).toMatchObject({ expiration: 7_776_000 });
	});

	test('are switched off on the phone', async () => {
		bench.clock.skip(1_000);
		await bench.phone.setEphemeral(BOB, 0);
		await events.next('chat.changed', ({ ephemeralSeconds }) => ephemeralSeconds === 0);
		expect((await lifetimeOf(BOB)).expiration ?? 0).toBe(0);
		expect(await get(BOB)).toMatchObject({ ephemeralSeconds: 0 });
	});

	test('are learnt from a message of somebody who knows of a later setting', async () => {
		bench.clock.skip(1_000);
		const ephemeralSettingTimestamp = Math.floor(bench.clock.now() / 1000);
		const contextInfo = { expiration: 604_800, ephemeralSettingTimestamp };
		const id = await bench.bob.sendMessage(OWNER, {
			extendedTextMessage: { text: 'gone in a week', contextInfo },
		});
		await events.next('message.incoming', ({ messageId }) => messageId === id);
		expect(await get(BOB)).toMatchObject({ ephemeralSeconds: 604_800 });
	});

	test('of a group are set by WhatsApp, and what is sent keeps to it', async () => {
		await run('chat.setDisappearing', { chat: group.id, seconds: 604_800 });
		expect(group.ephemeralSeconds).toBe(604_800);
		expect(await get(group.id)).toMatchObject({ ephemeralSeconds: 604_800 });
		expect(await lifetimeOf(group.id)).toMatchObject({ expiration: 604_800 });
		await run('chat.setDisappearing', { chat: group.id, seconds: 0 });
		expect(group.ephemeralSeconds).toBe(0);
		expect((await lifetimeOf(group.id)).expiration ?? 0).toBe(0);
	});

	test('of a group are known when somebody else sets them', async () => {
		bench.clock.skip(1_000);
		group.setEphemeral(86_400);
		await events.next(
			'group.changed',
			(event) => event.change === 'ephemeral' && event.ephemeralSeconds === 86_400,
		);
		expect(await get(group.id)).toMatchObject({ ephemeralSeconds: 86_400 });
		group.setEphemeral(0);
	});

	test('of a group that others run are refused where only admins may', async () => {
		const theirs = await bench.simulator.group({
			...{ subject: 'Theirs', members: [BOB, OWNER], owner: BOB },
		});
		theirs.setLocked(true);
		await expect(
			run('chat.setDisappearing', { chat: theirs.id, seconds: 86_400 }),
		).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('not an admin'),
		});
	});

	test.each([1, -1, 86_401, NaN])('there is no time of %d seconds', async (seconds) => {
		await expect(run('chat.setDisappearing', { chat: BOB, seconds })).rejects.toMatchObject({
			code: 'INVALID_CONTENT',
			message: expect.stringContaining('cannot disappear after'),
		});
	});
});

describe('what others see', () => {
	test('typing, recording, and an end of it', async () => {
		const before = bench.bob.typing.length;
		for (const activity of ['typing', 'recording', 'stopped'] as const) {
			expect(await run('chat.showActivity', { chat: BOB, activity })).toEqual({
				chat: BOBS_CHAT,
			});
		}
		await bench.simulator.traffic.waitFor(() => bench.bob.typing.length === before + 3);
		expect(bench.bob.typing.slice(before)).toEqual(['composing', 'recording', 'paused']);
	});

	test('WhatsApp is asked to tell of somebody’s presence', async () => {
		await run('chat.subscribePresence', { chat: BOB });
		await bench.simulator.traffic.waitFor(
			({ direction, stanza: { tag, attrs } }) =>
				direction === 'in' && tag === 'presence' && attrs.type === 'subscribe',
		);
		await expect(run('chat.subscribePresence', { chat: group.id })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
		});
	});
});

describe('the memory', () => {
	/** What lies on the disk, while the engine is closed. */
	function onDisk(work: (db: DatabaseSync) => void): void {
		const db = new DatabaseSync(join(bench.options.dataDir, bench.account.id, 'session.db'));
		work(db);
		db.close();
	}

	test('outlives a restart, sealed', async () => {
		const before = await get(CAROL);
		await bench.host.close();
		onDisk((db) => {
			const rows = db.prepare('SELECT * FROM chat').all();
			expect(rows.length).toBeGreaterThan(2);
			const stored = rows.map((row) => Object.values(row).map(String).join()).join();
			for (const number of [BOB, CAROL, DORA]) expect(stored).not.toContain(number);
		});
		await bench.restart();
		expect(await get(CAROL)).toEqual(before);
	});

	test('is built anew from the shared settings when it is lost, without events', async () => {
		events = await collect(bench);
		await untilConnected(bench);
		await bench.phone.changeChat(DORA, { pinned: true });
		await changed('pinned', `${DORA}@s.whatsapp.net`);
		await bench.host.close();
		onDisk((db) => db.exec("DELETE FROM chat; DELETE FROM setting WHERE name = 'chats-since'"));
		await bench.restart();
		events = await collect(bench);
		await untilConnected(bench);
		expect(await until(DORA, ({ pinned }) => pinned)).toMatchObject({ muted: false });
		expect(changes()).toBe(0);
	});

	test('begins anew with each link', async () => {
		await get(EVE);
		await run('session.logOut', {});
		await link(bench);
		expect(await until(CAROL, ({ unread }) => unread === 3)).toMatchObject({ archived: true });
		await expect(get(BOB)).rejects.toMatchObject({ code: 'INVALID_RECIPIENT' });
		expect(changes()).toBe(0);
	});
});
