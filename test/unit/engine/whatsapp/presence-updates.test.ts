import type { BinaryNode } from '@whiskeysockets/baileys';
import { parseChatState, parsePresence } from '../../../../engine/whatsapp/presence-updates';

const BOB = '5511900000002@s.whatsapp.net';
const BOB_LID = '81896604192873@lid';
const GROUP = '120363000000000001@g.us';
const ME = { jid: '5511900000003:7@s.whatsapp.net', lid: '81896604192875:7@lid' };

describe('Presence', () => {
	const presence = (attrs: Record<string, string>) =>
		parsePresence({ tag: 'presence', attrs: { from: BOB, ...attrs } }, ME);

	it.each([
		['available', {}, { presence: 'available', lastSeen: null }],
		['available', { type: 'available' }, { presence: 'available', lastSeen: null }],
		[
			'gone, and since when',
			{ type: 'unavailable', last: '1600000000' },
			{ presence: 'unavailable', lastSeen: 1_600_000_000_000 },
		],
		[
			'gone, and hides since when',
			{ type: 'unavailable', last: 'deny' },
			{ presence: 'unavailable', lastSeen: null },
		],
		['gone', { type: 'unavailable' }, { presence: 'unavailable', lastSeen: null }],
	])('says that somebody is %s (%j)', (_, attrs, told) => {
		expect(presence(attrs as Record<string, string>)).toEqual({ chat: BOB, from: BOB, ...told });
	});

	it('by LID, from whatever device, is of the person', () => {
		expect(presence({ from: BOB_LID.replace('@', ':3@') })).toMatchObject({ from: BOB_LID });
	});

	it.each([
		['of ourselves', ME.lid],
		['of a group, which is a number of people', GROUP],
		['of nobody', ''],
	])('%s is none', (_, from) => {
		expect(presence({ from, count: '2' })).toBeUndefined();
	});
});

describe('A chat state', () => {
	const chatState = (child: BinaryNode | undefined, attrs: Record<string, string> = {}) =>
		parseChatState(
			{ tag: 'chatstate', attrs: { from: BOB, ...attrs }, content: child && [child] },
			ME,
		);
	const composing: BinaryNode = { tag: 'composing', attrs: {} };

	it.each([
		['typing', composing],
		['recording', { tag: 'composing', attrs: { media: 'audio' } }],
		['paused', { tag: 'paused', attrs: {} }],
	])('says that somebody is %s', (presence, child) => {
		expect(chatState(child)).toEqual({ chat: BOB, from: BOB, presence, lastSeen: null });
	});

	it('in a group says who', () => {
		expect(chatState(composing, { from: GROUP, participant: BOB_LID })).toMatchObject({
			chat: GROUP,
			from: BOB_LID,
		});
	});

	it.each<[string, BinaryNode | undefined, Record<string, string>]>([
		['of ourselves', composing, { from: GROUP, participant: ME.lid }],
		['that nobody knows', { tag: 'singing', attrs: {} }, {}],
		['that is empty', undefined, {}],
	])('%s is none', (_, child, attrs) => {
		expect(chatState(child, attrs)).toBeUndefined();
	});
});
