import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { proto } from '@whiskeysockets/baileys';
import type { ChatLabelledEvent, CommandName, Commands } from '../../engine/gateway/contract';
import { labelChange } from '../simulator/labels';
import {
	BOB,
	collect,
	link,
	linkAnother,
	meanwhile,
	OWNER,
	runLater,
	untilConnected,
	useBench,
	type Bench,
	type Collected,
} from './support';

/** Labels and notes of WhatsApp Business: what the account remembers of them, what it does, and what it tells. */

const CAROL = '5511900000003';
const PLAIN = '5511900000030';
const BOBS_CHAT = `${BOB}@s.whatsapp.net`;
const CAROLS_CHAT = `${CAROL}@s.whatsapp.net`;
const REGULAR = { id: '2', name: 'Regular', color: 3, colorHex: '#DFAEF0' };
const { PREDEFINED, FAVORITES } = proto.SyncActionValue.LabelEditAction.ListType;

const bench = useBench({ linked: false });
let events: Collected;

beforeAll(async () => {
	const { phone, simulator } = bench;
	await simulator.contact(CAROL, { name: 'Carol' });
	phone.platform = 'smba';
	await phone.changeLabel('1', {
		name: 'New customer',
		color: 0,
		type: PREDEFINED,
		predefinedId: 1,
	});
	await phone.changeLabel('2', { name: 'Regular', color: 3, orderIndex: 7 });
	await phone.changeLabel('3', { name: 'Favorites', type: FAVORITES });
	await phone.changeLabel('4', { name: 'Gone', color: 4 });
	await phone.label('2', CAROL);
	await phone.label('4', CAROL);
	await phone.changeLabel('4', { name: 'Gone', color: 4, deleted: true });
	await phone.note(CAROL, 'Likes tea');
	events = await collect(bench);
	await link(bench);
});

async function run<C extends CommandName>(
	command: C,
	input: Commands[C]['input'],
): Promise<Commands[C]['output']> {
	return await runLater(bench, command, input);
}

const list = async () => await run('label.getMany', { limit: 50 });
const names = async () => (await list()).map(({ name }) => name);

/** The labels as soon as it is so: what makes it so may be on its way. */
async function until(isSo: (names: readonly string[]) => boolean): Promise<void> {
	while (!isSo(await names())) {
		const id = await bench.bob.sendText(OWNER, 'Something happens');
		await events.next('message.incoming', ({ messageId }) => messageId === id);
	}
}

/** A message of Bob's has become an event. */
async function incoming(words: string): Promise<string> {
	const id = await bench.bob.sendText(OWNER, words);
	await events.next('message.incoming', ({ messageId }) => messageId === id);
	return id;
}

const told = () => events.all.filter(({ event }) => /label/.test(event)).length;

/** What the phone has found written. */
const written = async (index: readonly string[]) =>
	await bench.phone.waitForAppState((change) =>
		index.every((part, place) => change.index[place] === part),
	);

describe('what the phone has', () => {
	test('is known once the number is linked, without the lists that WhatsApp keeps by itself; that is no event', async () => {
		await until((all) => all.includes('Regular'));
		expect(await list()).toEqual([
			{ id: '1', name: 'New customer', color: 0, colorHex: '#FF9485' },
			REGULAR,
		]);
		expect(await run('label.getMany', { limit: 1 })).toHaveLength(1);
		expect(told()).toBe(0);
	});

	test('is told with each chat, but for labels that are deleted', async () => {
		expect(await run('chat.get', { chat: CAROL })).toMatchObject({
			labels: [{ id: '2', name: 'Regular' }],
			note: 'Likes tea',
		});
	});

	test('is told as it changes', async () => {
		await bench.phone.changeLabel('5', { name: 'Orders', color: 1 });
		expect(await events.next('label.changed')).toMatchObject({
			change: 'created',
			label: { id: '5', name: 'Orders', color: 1, colorHex: '#64C4FF' },
		});
		await bench.phone.changeLabel('5', { name: 'Orders', color: 31 });
		expect(await events.next('label.changed', ({ change }) => change === 'updated')).toMatchObject({
			label: { name: 'Orders', color: 31, colorHex: null },
		});
		await bench.phone.changeLabel('5', { name: 'Orders', deleted: true });
		expect(await events.next('label.changed', ({ change }) => change === 'deleted')).toMatchObject({
			label: { id: '5', name: 'Orders' },
		});
		expect(await names()).toEqual(['New customer', 'Regular']);
	});

	test('on chats and messages is told as it changes, each once', async () => {
		const next = async (match: (event: ChatLabelledEvent) => boolean) =>
			await events.next('chat.labelled', match);
		await bench.phone.label('2', BOB);
		expect(await next(({ labelled }) => labelled)).toMatchObject({
			...{ chat: { id: BOBS_CHAT, phone: BOB }, label: { id: '2', name: 'Regular' } },
			ofMessage: null,
		});
		await bench.phone.label('2', BOB);
		const messageId = await incoming('Two of these, please');
		await bench.phone.label('2', BOB, true, messageId);
		expect(await next(({ ofMessage }) => ofMessage !== null)).toMatchObject({
			...{ chat: { id: BOBS_CHAT }, labelled: true, ofMessage: messageId },
		});
		expect(await run('chat.get', { chat: BOB })).toMatchObject({ labels: [{ id: '2' }] });
		await bench.phone.label('2', BOB, false);
		await next(({ labelled, ofMessage }) => !labelled && ofMessage === null);
		expect(await run('chat.get', { chat: BOB })).toMatchObject({ labels: [] });
		const ofChat = events.all.filter(
			(event) => event.event === 'chat.labelled' && event.ofMessage === null,
		);
		expect(ofChat).toHaveLength(2);
	});
});

describe('a label', () => {
	test('is made with an ID that no label has had, and the first color that none has', async () => {
		const before = told();
		const made = await run('label.create', { name: ' Orders ' });
		expect(made).toEqual({ id: '6', name: 'Orders', color: 1, colorHex: '#64C4FF' });
		await written(['label_edit', '6']);
		expect(bench.phone.labels.get('6')).toMatchObject({ name: 'Orders', color: 1 });
		expect(await run('label.create', { name: 'Paid', color: 19 })).toMatchObject({
			...{ id: '7', color: 19, colorHex: '#9368CF' },
		});
		expect(await names()).toEqual(['New customer', 'Regular', 'Orders', 'Paid']);
		await meanwhile(bench);
		expect(told()).toBe(before);
	});

	test('that the phone makes at the same moment takes neither its ID nor its name', async () => {
		await bench.phone.overtakeAppState(labelChange('8', { name: 'Quick', color: 8 }));
		expect(await run('label.create', { name: 'Slow' })).toMatchObject({ id: '9' });
		expect(bench.phone.labels.get('8')).toMatchObject({ name: 'Quick' });
		await bench.phone.overtakeAppState(labelChange('10', { name: 'Twice', color: 8 }));
		await expect(run('label.create', { name: 'twice' })).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: 'There is a label "Twice" already: its ID is 10.',
		});
	});

	test('is changed by its name, and keeps what is not changed, also what Baileys does not know', async () => {
		expect(await run('label.update', { label: 'regular', color: 5 })).toMatchObject({
			...{ id: '2', name: 'Regular', color: 5 },
		});
		await bench.phone.waitForAppState(({ action }) => action.labelEditAction?.color === 5);
		expect(bench.phone.labels.get('2')).toMatchObject({ name: 'Regular', orderIndex: 7 });
		expect(await run('label.update', { label: '2', name: 'Loyal' })).toMatchObject({ color: 5 });
		await bench.phone.waitForAppState(({ action }) => action.labelEditAction?.name === 'Loyal');
		expect(bench.phone.labels.get('2')).toMatchObject({ color: 5, orderIndex: 7 });
		expect(await run('label.update', { label: 'Loyal', name: 'LOYAL' })).toMatchObject({ id: '2' });
	});

	test('is deleted for always: its ID is never used again', async () => {
		expect(await run('label.delete', { label: 'Twice' })).toMatchObject({ id: '10' });
		await bench.phone.waitForAppState(
			({ index, action }) => index[1] === '10' && action.labelEditAction?.deleted === true,
		);
		expect(bench.phone.labels.has('10')).toBe(false);
		expect(await run('label.create', { name: 'Another' })).toMatchObject({ id: '11' });
		await expect(run('label.delete', { label: '10' })).rejects.toMatchObject({
			...{ code: 'INVALID_SETTING', message: 'There is no label "10".' },
			hint: expect.stringContaining('Orders (6)'),
		});
	});

	test.each([
		['label.create', { name: 'x'.repeat(101) }, 'INVALID_CONTENT', 'has 101 characters'],
		['label.create', { name: ' ' }, 'INVALID_CONTENT', 'is empty'],
		['label.create', { name: 'PAID' }, 'INVALID_SETTING', 'a label "Paid" already: its ID is 7'],
		['label.create', { name: 'Odd', color: 20 }, 'INVALID_SETTING', '20 is no color'],
		['label.create', { name: 'Odd', color: 1.5 }, 'INVALID_SETTING', '1.5 is no color'],
		['label.update', { label: 'Paid' }, 'INVALID_SETTING', 'Neither a name nor a color'],
		['label.update', { label: 'Paid', name: 'Orders' }, 'INVALID_SETTING', '"Orders" already'],
		['label.update', { label: 'Paid', name: 'x'.repeat(101) }, 'INVALID_CONTENT', '101'],
		['label.update', { label: 'None', name: 'Some' }, 'INVALID_SETTING', 'no label "None"'],
		['label.delete', { label: ' ' }, 'INVALID_SETTING', 'No label is given'],
		['label.setOnChat', { label: 'None', chat: BOB, labelled: true }, 'INVALID_SETTING', '"None"'],
		['label.setOnChat', { label: '7', chat: 'Bob', labelled: true }, 'INVALID_RECIPIENT', '"Bob"'],
		[
			'label.setOnMessage',
			{ label: '7', chat: BOB, target: { messageId: '3EB0NONE' }, labelled: true },
			...(['UNKNOWN_MESSAGE', '3EB0NONE'] as const),
		],
	] as const)('%s refuses %j', async (command, input, code, message) => {
		const before = bench.phone.appState.length;
		await expect(run(command, input as never)).rejects.toMatchObject({
			...{ code, message: expect.stringContaining(message) },
		});
		expect(bench.phone.appState).toHaveLength(before);
	});

	test('that is the twenty-first is refused', async () => {
		const { length } = await list();
		for (let n = length; n < 20; n++) await run('label.create', { name: `Label ${n}` });
		await expect(run('label.create', { name: 'One too many' })).rejects.toMatchObject({
			code: 'INVALID_SETTING',
			message: 'The number has 20 labels already, and WhatsApp Business takes no more.',
		});
		expect(await list()).toHaveLength(20);
	});
});

describe('a chat', () => {
	test('gets a label, and loses it, by its name or ID', async () => {
		const label = { id: '7', name: 'Paid' };
		expect(
			await run('label.setOnChat', { label: 'paid', chat: BOB, labelled: true }),
		).toMatchObject({ chat: BOBS_CHAT, label });
		await written(['label_jid', '7', BOBS_CHAT]);
		expect(bench.phone.labels.get('7')?.chats).toContain(BOBS_CHAT);
		expect(await run('chat.get', { chat: BOB })).toMatchObject({ labels: [label] });
		await run('label.setOnChat', { label: '7', chat: BOB, labelled: false });
		await bench.phone.waitForAppState(
			({ action }) => action.labelAssociationAction?.labeled === false,
		);
		expect(await run('chat.get', { chat: BOB })).toMatchObject({ labels: [] });
	});

	test('has messages that get a label, and lose it', async () => {
		const messageId = await incoming('This is an order');
		const target = { messageId, fromMe: false };
		const on = (labelled: boolean) =>
			run('label.setOnMessage', { label: 'Orders', chat: BOB, target, labelled });
		expect(await on(true)).toMatchObject({ chat: BOBS_CHAT, messageId, label: { id: '6' } });
		await written(['label_message', '6', BOBS_CHAT, messageId, '0', '0']);
		expect(bench.phone.labels.get('6')?.messages).toContain(messageId);
		expect(await run('chat.get', { chat: BOB })).toMatchObject({ labels: [] });
		await on(false);
		await bench.phone.waitForAppState(
			({ index, action }) =>
				index[3] === messageId && action.labelAssociationAction?.labeled === false,
		);
		expect(bench.phone.labels.get('6')?.messages).not.toContain(messageId);
	});
});

describe('a note about a chat', () => {
	test('is written instead of the one that is there, and taken away', async () => {
		expect(await run('chat.setNote', { chat: CAROL, note: ' Likes coffee ' })).toMatchObject({
			...{ id: CAROLS_CHAT, note: 'Likes coffee' },
		});
		await bench.phone.waitForAppState(
			({ action }) => action.noteEditAction?.unstructuredContent === 'Likes coffee',
		);
		expect(bench.phone.noteOn(CAROL)).toBe('Likes coffee');
		const notes = new Set(
			bench.phone.appState.flatMap(({ index }) => (index[0] === 'note_edit' ? [index[1]] : [])),
		);
		expect(notes.size).toBe(1);
		expect(await run('chat.setNote', { chat: CAROL, note: '' })).toMatchObject({ note: null });
		await bench.phone.waitForAppState(({ action }) => action.noteEditAction?.deleted === true);
		expect(bench.phone.noteOn(CAROL)).toBeUndefined();
	});

	test('is written where there was none, and nothing is where none is to be taken away', async () => {
		const before = bench.phone.appState.length;
		expect(await run('chat.setNote', { chat: BOB, note: ' ' })).toMatchObject({ note: null });
		expect(bench.phone.appState).toHaveLength(before);
		await run('chat.setNote', { chat: BOB, note: 'Call in the morning' });
		await bench.phone.waitForAppState(({ action }) => action.noteEditAction?.chatJid === BOBS_CHAT);
		expect(bench.phone.noteOn(BOB)).toBe('Call in the morning');
	});

	test('is known when the phone writes it', async () => {
		await bench.phone.label('1', CAROL);
		await bench.phone.note(CAROL, 'Tea after all');
		await events.next('chat.labelled', ({ label }) => label.id === '1');
		const note = async () => (await run('chat.get', { chat: CAROL })).note;
		while ((await note()) !== 'Tea after all') await incoming('Something happens');
		await bench.phone.note(CAROL, undefined);
		while ((await note()) !== null) await incoming('Something happens');
		await bench.phone.note(CAROL, 'Tea after all');
	});

	test('that is too long is refused', async () => {
		await expect(run('chat.setNote', { chat: BOB, note: 'x'.repeat(4_097) })).rejects.toMatchObject(
			{
				...{ code: 'INVALID_CONTENT', message: 'The note has 4097 characters.' },
			},
		);
	});
});

test('what is remembered is sealed, and asked for again where it is lost', async () => {
	const all = await list();
	const { labels } = await run('chat.get', { chat: CAROL });
	expect(labels.length).toBeGreaterThan(0);
	await bench.host.close();
	const { dataDir } = bench.options;
	const db = new DatabaseSync(join(dataDir, bench.account.id, 'session.db'));
	const rows = db.prepare('SELECT * FROM setting').all();
	const chats = db.prepare('SELECT * FROM chat').all();
	const text = [...rows, ...chats]
		.flatMap((row) => Object.values(row))
		.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : value))
		.join('\n');
	for (const word of ['Orders', 'Paid', 'Tea after all']) expect(text).not.toContain(word);
	db.exec(
		"DELETE FROM setting WHERE name IN ('labels', 'labels-since', 'chats-since'); DELETE FROM chat",
	);
	db.close();
	await bench.restart();
	await untilConnected(bench);
	events = await collect(bench);
	await until((found) => found.length === all.length);
	expect(await list()).toEqual(all);
	expect(await run('chat.get', { chat: CAROL })).toMatchObject({ labels });
	expect(told()).toBe(0);
});

describe('a phone with the plain WhatsApp app', () => {
	let plain: Bench;
	beforeAll(async () => (plain = await linkAnother(bench, PLAIN)));

	test.each([
		['label.getMany', { limit: 1 }, 'Labels'],
		['label.create', { name: 'New' }, 'Labels'],
		['label.update', { label: '1', name: 'New' }, 'Labels'],
		['label.delete', { label: '1' }, 'Labels'],
		['label.setOnChat', { label: '1', chat: BOB, labelled: true }, 'Labels'],
		[
			'label.setOnMessage',
			{ label: '1', chat: BOB, target: { messageId: '3EB0' }, labelled: true },
			...(['Labels'] as const),
		],
		['chat.setNote', { chat: BOB, note: 'Hi' }, 'Notes about chats'],
	] as const)('has none of it: %s', async (command, input, what) => {
		await expect(runLater(plain, command, input as never)).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: `${what} need WhatsApp Business, and the phone of the linked number has the plain WhatsApp app.`,
			hint: expect.stringContaining('link it again'),
		});
	});
});
