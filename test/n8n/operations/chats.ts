import { actionNode, recipient } from '../../../scripts/n8n/workflows.mjs';
import type { VirtualPhone } from '../../simulator';
import { outputOf, runNode, sendFrom, useFeatures, useStage, WITHIN_MS } from '../harness';

/** The features of chats: from the node in a real n8n to the simulated WhatsApp. */
useFeatures('chats');

const stage = useStage(async ({ simulator }) => {
	await simulator.phone(OWNER).addChat(QUIET, {
		...{ name: 'Quiet Quentin', unread: 2, archived: true, pinned: true, mutedUntil: -1 },
		messages: ['One', 'Two', 'Three'].map((text, index) => ({ text, at: LAST_YEAR + index })),
	});
});
const OWNER = stage.number(1);
const CONTACT = stage.number(2);
const QUIET = stage.number(3);
const NOBODY = stage.number(9);
const CHAT = `${CONTACT}@s.whatsapp.net`;
const QUIET_CHAT = `${QUIET}@s.whatsapp.net`;
const LAST_YEAR = 1_700_000_000;

let phone: VirtualPhone;

beforeAll(async () => {
	phone = stage.simulator.phone(OWNER);
	const { messageId } = await sendFrom(stage, stage.credential, { to: CONTACT, text: 'Hello' });
	await stage.contact.waitForMessage(String(messageId), WITHIN_MS);
});

/** What an operation that must succeed puts out. */
async function itemsOf(operation: string, parameters: object = {}) {
	const node = actionNode(stage.credential, 'chat', operation, {
		chat: recipient(CHAT),
		...parameters,
	});
	return (await outputOf(stage, node)).map(({ json }) => json);
}

async function itemOf(operation: string, parameters: object = {}) {
	const [item, ...others] = await itemsOf(operation, parameters);
	expect(others).toEqual([]);
	return item;
}

/** What the phone has found in the shared settings of the chat, last. */
async function written(kind: string, isSo: (action: object) => boolean = () => true) {
	const { action } = await phone.waitForAppState(
		(change) => change.index[0] === kind && change.index[1] === CHAT && isSo(change.action),
		WITHIN_MS,
	);
	return action;
}

test('List chats', async () => {
	const listed = await itemsOf('getAll', { returnAll: true });
	expect(listed).toEqual([
		expect.objectContaining({ id: CHAT, phone: CONTACT, labels: [], note: null }),
		{
			id: QUIET_CHAT,
			phone: QUIET,
			name: 'Quiet Quentin',
			unread: 2,
			archived: true,
			pinned: true,
			muted: true,
			lastMessageAt: '2023-11-14T22:13:22.000Z',
			...{ labels: [], note: null },
		},
	]);
	expect(await itemsOf('getAll', { limit: 1 })).toHaveLength(1);
	const archived = { returnAll: true, options: { archived: true, unread: true } };
	expect(await itemsOf('getAll', archived)).toMatchObject([{ id: QUIET_CHAT }]);
});

test('Chat metadata', async () => {
	expect(await itemOf('get', { chat: recipient(QUIET) })).toMatchObject({
		id: QUIET_CHAT,
		unread: 2,
	});
	const whole = { chat: recipient(QUIET), simplify: false };
	const { items } = await runNode(stage, actionNode(stage.credential, 'chat', 'get', whole));
	expect(items[0]?.json).toMatchObject({
		...{ markedUnread: false, mutedUntil: null, ephemeralSeconds: 0 },
		lid: stage.simulator.phone(QUIET).lid,
	});
	const nobody = actionNode(stage.credential, 'chat', 'get', { chat: recipient(NOBODY) });
	const { status, error } = await runNode(stage, nobody);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining(`No chat with ${NOBODY}@s.whatsapp.net`) },
	});
});

test('Read / unread chat', async () => {
	expect(await itemOf('markAsUnread')).toEqual({ chat: CHAT, unread: 0, markedUnread: true });
	expect(await written('markChatAsRead')).toMatchObject({ markChatAsReadAction: { read: false } });
	expect(await itemOf('markAsRead')).toEqual({ chat: CHAT, unread: 0 });
});

test('Archive / unarchive chat', async () => {
	expect(await itemOf('archive')).toEqual({ chat: CHAT, archived: true });
	expect(await written('archive')).toMatchObject({ archiveChatAction: { archived: true } });
	expect(await itemOf('unarchive')).toEqual({ chat: CHAT, archived: false });
});

test('Pin / unpin chat', async () => {
	expect(await itemOf('pin')).toEqual({ chat: CHAT, pinned: true });
	expect(await written('pin_v1')).toMatchObject({ pinAction: { pinned: true } });
	expect(await itemOf('unpin')).toEqual({ chat: CHAT, pinned: false });
});

test('Mute / unmute chat', async () => {
	expect(await itemOf('mute', { muteFor: 'always' })).toEqual({
		...{ chat: CHAT, muted: true, mutedUntil: null },
	});
	expect(await written('mute')).toMatchObject({ muteAction: { muted: true } });
	const muteUntil = '2030-01-01T00:00:00Z';
	expect(await itemOf('mute', { muteFor: 'until', muteUntil })).toMatchObject({
		mutedUntil: '2030-01-01T00:00:00.000Z',
	});
	expect(await itemOf('mute')).toMatchObject({ muted: true });
	expect(await itemOf('unmute')).toEqual({ chat: CHAT, muted: false });
	const past = { chat: recipient(CHAT), muteFor: 'until', muteUntil: '2020-01-01T00:00:00Z' };
	const { status, error } = await runNode(
		stage,
		actionNode(stage.credential, 'chat', 'mute', past),
	);
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('that is over.') },
	});
});

test('Chat expiration', async () => {
	expect(await itemOf('setDisappearingMessages', { duration: 86_400 })).toEqual({
		...{ chat: CHAT, ephemeralSeconds: 86_400 },
	});
	const { messageId } = await sendFrom(stage, stage.credential, { to: CONTACT, text: 'Soon gone' });
	const { message } = await stage.contact.waitForMessage(String(messageId), WITHIN_MS);
	expect(message.extendedTextMessage?.contextInfo).toMatchObject({ expiration: 86_400 });
	await itemOf('setDisappearingMessages', { duration: 0 });
	const group = await stage.simulator.group({ subject: 'Trio', members: [OWNER, CONTACT] });
	await itemOf('setDisappearingMessages', { chat: recipient(group.id), duration: 7_776_000 });
	expect(group.ephemeralSeconds).toBe(7_776_000);
});

test('Chat messages', async () => {
	const { messageId } = await sendFrom(stage, stage.credential, { to: CONTACT, text: 'Read me' });
	await stage.contact.waitForMessage(String(messageId), WITHIN_MS);
	expect((await itemsOf('getMessages'))[0]).toMatchObject({
		...{ messageId, type: 'text', text: 'Read me', fromMe: true, from: { phone: OWNER } },
	});
	const older = { chat: recipient(QUIET), limit: 2, options: { fromPhone: true } };
	expect(await itemsOf('getMessages', older)).toMatchObject([
		{ text: 'Two', from: { name: 'Quiet Quentin' } },
		{ text: 'One' },
	]);
});

test('Get Messages while the phone is off', async () => {
	phone.online = false;
	const older = { chat: recipient(QUIET), limit: 2, options: { fromPhone: true } };
	const { status, error } = await runNode(
		stage,
		actionNode(stage.credential, 'chat', 'getMessages', older),
	);
	phone.online = true;
	expect({ status, error }).toMatchObject({
		status: 'error',
		error: { message: expect.stringContaining('The phone did not answer') },
	});
});

test('Show typing', async () => {
	expect(await itemOf('showTyping')).toEqual({ chat: CHAT, activity: 'typing' });
	await stage.simulator.traffic.waitFor(
		() => stage.contact.typing.includes('composing'),
		WITHIN_MS,
	);
});

test('Subscribe to presence', async () => {
	expect(await itemOf('subscribePresence')).toEqual({ chat: CHAT, subscribed: true });
	await stage.simulator.traffic.waitFor(
		({ number, stanza: { tag, attrs } }) =>
			number === OWNER && tag === 'presence' && attrs.type === 'subscribe',
		WITHIN_MS,
	);
});

test('Clear chat', async () => {
	expect(await itemOf('clear')).toEqual({ chat: CHAT, cleared: true });
	await written('clearChat');
	expect(await itemsOf('getMessages')).toEqual([]);
});

test('Delete chat', async () => {
	expect(await itemOf('delete')).toEqual({ chat: CHAT, deleted: true });
	await written('deleteChat');
	expect(await itemsOf('getAll', { returnAll: true })).not.toContainEqual(
		expect.objectContaining({ id: CHAT }),
	);
});
