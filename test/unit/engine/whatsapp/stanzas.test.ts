import type { BinaryNode } from '@whiskeysockets/baileys';
import { outdatedChat, parseAck, parseReceipts } from '../../../../engine/whatsapp/stanzas';
import { START } from '../../../support/fake-clock';

const NOW = START;
const ME = '5511900000001:12@s.whatsapp.net';
const MY_LID = '111:12@lid';
const BOB = '5511900000002@s.whatsapp.net';
const GROUP = '120363000000000001@g.us';

const receipts = (attrs: { [name: string]: string }, content?: BinaryNode['content']) =>
	parseReceipts(
		{ tag: 'receipt', attrs: { id: 'A1', from: BOB, t: '1782907200', ...attrs }, content },
		[ME, MY_LID],
		NOW,
	);
function receipt(attrs: { [name: string]: string }, content?: BinaryNode['content']) {
	const found = receipts(attrs, content);
	expect(found.length).toBeLessThan(2);
	return found[0];
}
const items = (...ids: string[]): BinaryNode[] => [
	{ tag: 'list', attrs: {}, content: ids.map((id) => ({ tag: 'item', attrs: { id } })) },
];

describe('A receipt', () => {
	test.each([
		['', 'RECEIVED'],
		['inactive', 'RECEIVED'],
		['read', 'READ'],
		['played', 'PLAYED'],
	])('of type "%s" means %s', (type, status) => {
		expect(receipt({ type })).toMatchObject({ status });
	});

	test('without type means RECEIVED, at WhatsApp’s own time', () => {
		expect(receipt({})).toEqual({
			messageIds: ['A1'],
			status: 'RECEIVED',
			chat: BOB,
			participant: null,
			at: 1_782_907_200_000,
		});
	});

	test.each([
		'read-self',
		'played-self',
		'sender',
		'retry',
		'hist_sync',
		'peer_msg',
		'server-error',
		'something new',
		'constructor',
	])('of type "%s" does not speak of the recipient', (type) => {
		expect(receipt({ type })).toBeUndefined();
	});

	test('for many messages names each once, in order', () => {
		expect(receipt({ type: 'read' }, items('A2', 'A3', 'A1'))?.messageIds).toEqual([
			'A1',
			'A2',
			'A3',
		]);
	});

	test('takes items that have no ID for nothing', () => {
		const list = [{ tag: 'list', attrs: {}, content: [{ tag: 'item', attrs: {} }] }];
		expect(receipt({}, list)?.messageIds).toEqual(['A1']);
	});

	test.each([
		['a phone', BOB],
		['a linked device', '5511900000002:3@s.whatsapp.net'],
		['a LID', '222@lid'],
		['a linked device’s LID', '222:3@lid'],
	])('can come from %s', (_who, from) => {
		expect(receipt({ from })).toMatchObject({ status: 'RECEIVED' });
	});

	test.each([
		['our phone', '5511900000001@s.whatsapp.net'],
		['our phone’s LID', '111@lid'],
		['another device of ours', '5511900000001:3@s.whatsapp.net'],
		['another device of ours, by LID', '111:3@lid'],
		['this device', ME],
	])('from %s is not about the recipient', (_who, own) => {
		expect(receipt({ from: own, type: 'read' })).toBeUndefined();
		expect(receipt({ from: GROUP, participant: own, type: 'read' })).toBeUndefined();
	});

	test.each([
		['5511900000002@s.whatsapp.net', '5511900000002@s.whatsapp.net'],
		['222:1@lid', '222@lid'],
	])('in a group says who it was: %s is %s', (participant, person) => {
		expect(receipt({ from: GROUP, participant, type: 'read' })).toMatchObject({
			status: 'READ',
			participant: person,
		});
	});

	test('from somebody whose LID has the digits of our number is theirs', () => {
		expect(receipt({ from: '5511900000001@lid' })).toMatchObject({ status: 'RECEIVED' });
	});

	test('can be read before our own addresses are known', () => {
		const node = { tag: 'receipt', attrs: { id: 'A1', from: BOB } };
		expect(parseReceipts(node, [null, null], NOW)).toMatchObject([{ messageIds: ['A1'] }]);
	});

	test.each(['id', 'from'])('that lacks its %s is none', (attribute) => {
		expect(receipt({ [attribute]: '' })).toBeUndefined();
	});

	test.each(['', '0', 'soon', '-1'])('with the time "%s" counts from now', (t) => {
		expect(receipt({ t })?.at).toBe(NOW);
	});
});

describe('A receipt of several people', () => {
	const EVE = '222@lid';
	const T = 1_782_907_200;
	const did = (key: string | undefined, ...users: { [name: string]: string }[]): BinaryNode => ({
		tag: 'participants',
		attrs: key === undefined ? {} : { key },
		content: users.map((attrs) => ({ tag: 'user', attrs })),
	});

	test('says of each who, when and about which message', () => {
		expect(
			receipts({ from: GROUP, type: 'read', id: 'none' }, [
				did('A1', { jid: BOB, t: String(T + 1) }, { jid: '222:5@lid', t: String(T + 2) }),
				did('A2', { jid: EVE, t: String(T + 3) }),
			]),
		).toEqual(
			[
				{ messageIds: ['A1'], jid: BOB, at: T + 1 },
				{ messageIds: ['A1'], jid: EVE, at: T + 2 },
				{ messageIds: ['A2'], jid: EVE, at: T + 3 },
			].map(({ jid, at, ...ids }) => ({
				...ids,
				status: 'READ',
				chat: GROUP,
				participant: jid,
				at: at * 1_000,
			})),
		);
	});

	test.each([
		['', 'RECEIVED'],
		['inactive', 'RECEIVED'],
		['played', 'PLAYED'],
		['read-self', undefined],
	])('of type "%s" means %s', (type, status) => {
		expect(receipt({ from: GROUP, type }, [did('A1', { jid: BOB })])?.status).toBe(status);
	});

	test('takes the time of the whole where one has none, and leaves out who is not named, and ourselves', () => {
		const users = [{ jid: BOB }, { t: '5' }, { jid: ME }, { jid: '111:4@lid' }] as never[];
		expect(receipts({ from: GROUP }, [did('A1', ...users)])).toMatchObject([
			{ participant: BOB, at: T * 1_000 },
		]);
	});

	test('is about its own ID and list where it names no message', () => {
		const content = [...items('A2'), did(undefined, { jid: BOB })];
		expect(receipt({ from: GROUP }, content)?.messageIds).toEqual(['A1', 'A2']);
	});

	test('may have a list beside, which says nothing of who it was', () => {
		expect(
			receipts({ from: GROUP }, [...items('A2', 'A3'), did('A1', { jid: BOB })]),
		).toMatchObject([{ messageIds: ['A1'], participant: BOB }]);
		expect(receipts({ from: GROUP }, [did('A1', { jid: BOB }), ...items('A2')])).toHaveLength(1);
	});

	test('can be in one with that of a participant', () => {
		const both = receipts({ from: GROUP, participant: EVE }, [did('A2', { jid: BOB })]);
		expect(both).toMatchObject([
			{ messageIds: ['A1'], participant: EVE },
			{ messageIds: ['A2'], participant: BOB },
		]);
	});

	test.each([GROUP, 'status@broadcast', '123@broadcast', '123@newsletter'])(
		'of %s that names nobody is about nobody',
		(from) => {
			for (const type of ['', 'read', 'played']) expect(receipts({ from, type })).toEqual([]);
			expect(receipts({ from }, [...items('A2'), did('A1')])).toEqual([]);
		},
	);

	test('of a person is about that person, whoever else it names', () => {
		const content = [did('A2', { jid: EVE })];
		expect(receipt({ from: BOB, participant: EVE }, content)).toMatchObject({
			messageIds: ['A1'],
			chat: BOB,
			participant: null,
		});
	});
});

describe('An acknowledgement', () => {
	const ack = (attrs: { [name: string]: string }) => parseAck({ tag: 'ack', attrs }, NOW);

	test('says that WhatsApp took the message, and when', () => {
		expect(ack({ class: 'message', id: 'A1', from: BOB, t: '1782907200' })).toEqual({
			messageId: 'A1',
			error: null,
			at: 1_782_907_200_000,
		});
	});

	test('can carry an error', () => {
		expect(ack({ id: 'A1', error: '463' })).toEqual({ messageId: 'A1', error: '463', at: NOW });
	});

	test.each([
		[{ error: '479' }, { chat: BOB, refused: true }],
		[
			{ error: '421', from: GROUP },
			{ chat: GROUP, refused: true },
		],
		[
			{ phash: '2:abc', from: GROUP },
			{ chat: GROUP, refused: false },
		],
		[{ error: '463' }, undefined],
		[{}, undefined],
	])('%j shows whose devices are not known as they are', (attrs, outdated) => {
		const node = { tag: 'ack', attrs: { id: 'A1', from: BOB, ...attrs } };
		expect(outdatedChat(node)).toEqual(outdated);
	});

	test('without ID is none', () => {
		expect(ack({ class: 'message' })).toBeUndefined();
	});
});
