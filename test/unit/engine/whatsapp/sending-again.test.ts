import { EventEmitter } from 'node:events';
import type { BinaryNode, proto } from '@whiskeysockets/baileys';
import { encodeContent } from '../../../../engine/whatsapp/index';
import { sendAgainWithDetails } from '../../../../engine/whatsapp/sending-again';

const ME = { jid: '5511900000001:12@s.whatsapp.net', lid: '111:12@lid' };
const BOB = '5511900000002@s.whatsapp.net';
const BOBS_LAPTOP = '5511900000002:3@s.whatsapp.net';
const OUR_LAPTOP = '111:7@lid';
const GROUP = '120363000000000001@g.us';
const META = { tag: 'meta', attrs: { polltype: 'creation' } };

let ws: EventEmitter & { isOpen: boolean };
/** What was done, in order. */
let done: unknown[];
let sent: Record<string, proto.IMessage>;
let assertSessions: jest.Mock;

beforeEach(() => {
	done = [];
	sent = {
		poll: { pollCreationMessage: { name: 'When?', options: [] } },
		text: { conversation: 'hello' },
	};
	assertSessions = jest.fn(async (jids: string[], force: boolean) => {
		done.push(['keys', jids, force]);
	});
	ws = Object.assign(new EventEmitter(), { isOpen: true });
	ws.on('CB:receipt', async ({ attrs }: BinaryNode) => void done.push(['Baileys', attrs.id]));
	sendAgainWithDetails({
		sock: {
			ws,
			signalRepository: {},
			assertSessions,
			relayMessage: async (chat: string, message: proto.IMessage, options: object) =>
				done.push(['relay', chat, Object.keys(message), options]),
			sendMessageAck: async ({ attrs }: BinaryNode) => done.push(['ack', attrs.id]),
		} as never,
		me: () => ME,
		sentContent: (id) => sent[id] && encodeContent(sent[id]),
		relayAgain: async (chat, messageId) => void done.push(['to all', chat, messageId]),
		forgetKeyHolders: async (group) => void done.push(['forget', group]),
	});
});

async function asks(attrs: Record<string, string>, more: BinaryNode[] = []): Promise<unknown[]> {
	const retry = { tag: 'retry', attrs: { count: '2' } };
	const node = { tag: 'receipt', attrs: { type: 'retry', ...attrs }, content: [retry, ...more] };
	ws.emit('CB:receipt', node satisfies BinaryNode);
	await new Promise((resolve) => setImmediate(resolve));
	return done.splice(0);
}

const relayed = (chat: string, device: string) => [
	'relay',
	chat,
	['pollCreationMessage'],
	{
		messageId: 'poll',
		participant: { jid: device, count: 2 },
		additionalAttributes: {},
		additionalNodes: [META],
	},
];

test.each<[string, Record<string, string>, unknown[]]>([
	[
		'of a person',
		{ from: BOBS_LAPTOP },
		[['keys', [BOBS_LAPTOP], true], relayed(BOB, BOBS_LAPTOP)],
	],
	[
		'of a member of a group',
		{ from: GROUP, participant: BOBS_LAPTOP },
		[['keys', [BOBS_LAPTOP], true], ['forget', GROUP], relayed(GROUP, BOBS_LAPTOP)],
	],
	[
		'of our own',
		{ from: OUR_LAPTOP, recipient: BOB },
		[['keys', [OUR_LAPTOP], true], relayed(BOB, OUR_LAPTOP)],
	],
])('a linked device %s gets it alone, with its details', async (_whose, attrs, expected) => {
	expect(await asks({ id: 'poll', ...attrs })).toEqual([...expected, ['ack', 'poll']]);
});

test('a phone gets it with everybody in the chat', async () => {
	expect(await asks({ id: 'poll', from: BOB })).toEqual([
		['keys', [BOB], true],
		['to all', BOB, 'poll'],
		['ack', 'poll'],
	]);
});

test('several at a time come one after another', async () => {
	const items = ['text', 'nobody knows'].map((id) => ({ tag: 'item', attrs: { id } }));
	const list = { tag: 'list', attrs: {}, content: items };
	expect(await asks({ id: 'poll', from: BOB }, [list])).toEqual([
		['keys', [BOB], true],
		['to all', BOB, 'poll'],
		['to all', BOB, 'text'],
		['ack', 'poll'],
	]);
});

test('a device that asks on and on is acknowledged, and gets it five times', async () => {
	for (let i = 0; i < 5; i++) expect(await asks({ id: 'poll', from: BOB })).toHaveLength(3);
	expect(await asks({ id: 'poll', from: BOB })).toEqual([['ack', 'poll']]);
});

test.each<[string, Record<string, string>]>([
	['a message without details', { id: 'text', from: BOB }],
	['a message that is not there', { id: 'gone', from: BOB }],
	['a message of somebody else', { id: 'poll', from: BOB, recipient: GROUP }],
	['no request', { id: 'poll', from: BOB, type: 'read' }],
])('Baileys gets what is about %s', async (_what, attrs) => {
	expect(await asks(attrs)).toEqual([['Baileys', attrs.id]]);
});

test('where there is no answer to the question for keys it is acknowledged all the same', async () => {
	assertSessions.mockRejectedValueOnce(new Error('Timed Out'));
	expect(await asks({ id: 'poll', from: BOB })).toEqual([['ack', 'poll']]);
});
