import { withContextInfo, type Target } from '../../../../../engine/content/outgoing';

const BOB = '5511900000002@s.whatsapp.net';
const BOBS_LID = '222@lid';
const GROUP = '120363000000000001@g.us';
const STATUS = 'status@broadcast';

const quoted: Target = {
	chat: BOB,
	messageId: 'A1',
	fromMe: false,
	sender: BOB,
	at: null,
	content: { conversation: 'how much?' },
	isWaiting: false,
};

const text = () => ({ extendedTextMessage: { text: 'ten' } });
const contextOf = (surroundings: Parameters<typeof withContextInfo>[1]) =>
	withContextInfo(text(), surroundings).extendedTextMessage?.contextInfo;

describe('What is around a message', () => {
	test('is nothing by itself', () => {
		expect(withContextInfo(text(), { chat: BOB })).toEqual(text());
	});

	test('is the message that it answers', () => {
		expect(contextOf({ chat: BOB, quoted })).toEqual({
			stanzaId: 'A1',
			participant: BOB,
			quotedMessage: { conversation: 'how much?' },
		});
	});

	test('does not name the chat of somebody who has two addresses', () => {
		expect(contextOf({ chat: BOB, quoted: { ...quoted, chat: BOBS_LID } })).not.toHaveProperty(
			'remoteJid',
		);
	});

	test.each([
		['a group, when it is answered privately', GROUP],
		['a status', STATUS],
	])('names the other place: %s', (_where, chat) => {
		expect(contextOf({ chat: BOB, quoted: { ...quoted, chat } })).toMatchObject({
			remoteJid: chat,
		});
	});

	test('quotes without what the quoted message quotes, and without its envelopes', () => {
		const image = { caption: 'look', contextInfo: { stanzaId: 'A0' } };
		const content = {
			ephemeralMessage: { message: { imageMessage: image, messageContextInfo: {} } },
		};
		expect(contextOf({ chat: BOB, quoted: { ...quoted, content } })?.quotedMessage).toEqual({
			imageMessage: { caption: 'look' },
		});
	});

	test('leaves out a message whose words are gone', () => {
		expect(contextOf({ chat: BOB, quoted: { ...quoted, content: null } })).toBeUndefined();
	});

	test('is when it disappears, beside what was there before', () => {
		const message = {
			extendedTextMessage: { text: '@222', contextInfo: { mentionedJid: [BOBS_LID] } },
		};
		const built = withContextInfo(message, {
			chat: BOB,
			quoted,
			ephemeral: { seconds: 86_400, setAt: 1_800_000_000_000 },
		});
		expect(built.extendedTextMessage?.contextInfo).toMatchObject({
			mentionedJid: [BOBS_LID],
			stanzaId: 'A1',
			expiration: 86_400,
			ephemeralSettingTimestamp: 1_800_000_000,
		});
	});

	test('stands in the message itself, not in its envelope', () => {
		const built = withContextInfo(
			{ viewOnceMessage: { message: { imageMessage: { caption: 'once' } } } },
			{ chat: BOB, ephemeral: { seconds: 86_400, setAt: 0 } },
		);
		expect(built.viewOnceMessage?.message?.imageMessage).toEqual({
			caption: 'once',
			contextInfo: { expiration: 86_400 },
		});
	});
});
