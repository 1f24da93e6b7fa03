import { EventEmitter } from 'node:events';
import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { silentLog } from '../../../../engine/log';
import { encodeContent } from '../../../../engine/whatsapp/index';
import { createRetryLimits } from '../../../../engine/whatsapp/retry-limits';
import { answerRetryReceipts } from '../../../../engine/whatsapp/retry-receipts';
import { createFakeClock, type FakeClock } from '../../../support/fake-clock';
import { MINUTE } from '../support';

const ME = { jid: '5511900000001:12@s.whatsapp.net', lid: '111:12@lid' };
const BOB = '5511900000002@s.whatsapp.net';
const BOBS_LID = '222@lid';
const BOBS_LAPTOP = '5511900000002:3@s.whatsapp.net';
const OUR_LAPTOP = '111:7@lid';
const GROUP = '120363000000000001@g.us';
const META = { tag: 'meta', attrs: { polltype: 'creation' } };

let ws: EventEmitter & { isOpen: boolean };
/** What was done, in order. */
let done: unknown[];
let sent: Record<string, proto.IMessage>;
const CHATS = [BOB, BOBS_LID, GROUP];
let sentTo: Record<string, string[]>;
let assertSessions: jest.Mock;
/** What Baileys still has of what was sent over this connection, by chat and ID. */
let recent: Record<string, proto.IMessage>;
let clock: FakeClock;

beforeEach(() => {
	done = [];
	sent = {
		poll: { pollCreationMessage: { name: 'When?', options: [] } },
		text: { conversation: 'hello' },
	};
	sentTo = { poll: CHATS, text: CHATS };
	assertSessions = jest.fn(async (jids: string[], force: boolean) => {
		done.push(['keys', jids, force]);
	});
	ws = Object.assign(new EventEmitter(), { isOpen: true });
	ws.on('CB:receipt', async ({ attrs }: BinaryNode) => void done.push(['Baileys', attrs.id]));
	recent = {};
	clock = createFakeClock();
	answerRetryReceipts({
		sock: {
			ws,
			signalRepository: {},
			messageRetryManager: {
				getRecentMessage: (chat: string, id: string) => {
					const message = recent[`${chat} ${id}`];
					return message && { message };
				},
			},
			assertSessions,
			relayMessage: async (chat: string, message: proto.IMessage, options: object) =>
				done.push(['relay', chat, Object.keys(message), options]),
			sendMessageAck: async ({ attrs }: BinaryNode) => done.push(['ack', attrs.id]),
		} as never,
		me: () => ME,
		isInAudience: () => false,
		isSentTo: (id, chat) => sentTo[id]?.includes(chat) ?? false,
		sentContent: (id) => sent[id] && encodeContent(sent[id]),
		isMember: async (_group, jid) => jid === BOB || jid === BOBS_LAPTOP,
		forgetKeyHolder: async (group, device) => void done.push(['forget', group, device]),
		limits: createRetryLimits(clock.now),
		log: silentLog,
		lidMapping: {
			lookUp: (jid) => ({
				phone: null,
				lid: jid.startsWith('5511900000002') || jid.startsWith('222') ? BOBS_LID : null,
			}),
		},
	});
});

async function asks(attrs: Record<string, string>, more: BinaryNode[] = []): Promise<unknown[]> {
	const retry = { tag: 'retry', attrs: { count: '2' } };
	const node = { tag: 'receipt', attrs: { type: 'retry', ...attrs }, content: [retry, ...more] };
	ws.emit('CB:receipt', node satisfies BinaryNode);
	await new Promise((resolve) => setImmediate(resolve));
	return done.splice(0);
}

const relayed = (chat: string, device: string, id: 'poll' | 'text' = 'poll', more: object = {}) => [
	'relay',
	chat,
	[id === 'poll' ? 'pollCreationMessage' : 'conversation'],
	{
		messageId: id,
		participant: { jid: device, count: 2 },
		additionalAttributes: {},
		additionalNodes: id === 'poll' ? [META] : [],
		...more,
	},
];
const keys = (device: string) => ['keys', [device], true];

test.each<[string, Record<string, string>, unknown[]]>([
	[
		'linked device of a person',
		{ from: BOBS_LAPTOP },
		[keys(BOBS_LAPTOP), relayed(BOB, BOBS_LAPTOP)],
	],
	['phone of a person', { from: BOB }, [keys(BOB), relayed(BOB, BOB)]],
	[
		'phone of a person who names somebody else',
		{ from: BOB, participant: '333@lid' },
		[keys(BOB), relayed(BOB, BOB)],
	],
	[
		'linked device of a member of a group',
		{ from: GROUP, participant: BOBS_LAPTOP },
		[keys(BOBS_LAPTOP), ['forget', GROUP, BOBS_LAPTOP], relayed(GROUP, BOBS_LAPTOP)],
	],
	[
		'phone of a member of a group',
		{ from: GROUP, participant: BOB },
		[keys(BOB), ['forget', GROUP, BOB], relayed(GROUP, BOB)],
	],
	[
		'device of our own',
		{ from: OUR_LAPTOP, recipient: BOB },
		[
			keys(OUR_LAPTOP),
			relayed(BOB, OUR_LAPTOP, 'poll', { additionalAttributes: { recipient: BOB } }),
		],
	],
])('The %s gets it alone, with its details', async (_whose, attrs, expected) => {
	expect(await asks({ id: 'poll', ...attrs })).toEqual([...expected, ['ack', 'poll']]);
});

test('Several at a time come one after another, each once', async () => {
	const items = ['text', 'nobody knows', 'text'].map((id) => ({ tag: 'item', attrs: { id } }));
	const list = { tag: 'list', attrs: {}, content: items };
	expect(await asks({ id: 'poll', from: BOB }, [list])).toEqual([
		keys(BOB),
		relayed(BOB, BOB),
		relayed(BOB, BOB, 'text'),
		['ack', 'poll'],
	]);
});

test('A device that asks on and on is acknowledged, and gets it once in a minute, by whichever name', async () => {
	expect(await asks({ id: 'poll', from: BOB })).toHaveLength(3);
	for (const from of [BOB, '222@lid', BOB]) {
		expect(await asks({ id: 'poll', from })).toEqual([['ack', 'poll']]);
	}
	await clock.advance(MINUTE);
	expect(await asks({ id: 'poll', from: BOB })).toHaveLength(3);
});

test.each<[string, Record<string, string>]>([
	['a message that is not there', { id: 'gone', from: BOB }],
	['a message that went to another chat', { id: 'poll', from: '333@lid' }],
	['a message to a person, as from a group', { id: 'private', from: GROUP, participant: BOB }],
	['a message of somebody else', { id: 'poll', from: BOB, recipient: GROUP }],
	[
		'a message to a group that they are not in',
		{ id: 'poll', from: GROUP, participant: '333@lid' },
	],
	['a message to a group, and is not named', { id: 'poll', from: GROUP }],
])('Who asks for %s is acknowledged, and WhatsApp is asked for nothing', async (_what, attrs) => {
	sentTo.private = [BOB];
	sent.private = { conversation: 'for Bob' };
	expect(await asks(attrs)).toEqual([['ack', attrs.id]]);
});

test('Baileys gets what is no request', async () => {
	expect(await asks({ id: 'poll', from: BOB, type: 'read' })).toEqual([['Baileys', 'poll']]);
});

test('What is not kept is answered as long as Baileys has it', async () => {
	delete sent.text;
	recent[`${BOB} text`] = { conversation: 'hello' };
	expect(await asks({ id: 'text', from: BOB })).toEqual([
		keys(BOB),
		relayed(BOB, BOB, 'text'),
		['ack', 'text'],
	]);
});

test('Where there is no answer to the question for keys it is acknowledged all the same', async () => {
	assertSessions.mockRejectedValueOnce(new Error('Timed Out'));
	expect(await asks({ id: 'poll', from: BOB })).toEqual([['ack', 'poll']]);
});

test.each([
	['', 1],
	['soon', 1],
	['-3', 1],
	['1.5', 1],
	['1e9', 99],
	['4', 4],
])('A count of "%s" goes out as %i', async (count, expected) => {
	ws.emit('CB:receipt', {
		tag: 'receipt',
		attrs: { type: 'retry', id: 'text', from: BOB },
		content: [{ tag: 'retry', attrs: { count } }],
	} satisfies BinaryNode);
	await clock.settle();
	expect(done[1]).toEqual(
		relayed(BOB, BOB, 'text', { participant: { jid: BOB, count: expected } }),
	);
});
