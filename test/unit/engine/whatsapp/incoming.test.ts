import { proto, WAMessageStubType, type WAMessage } from '@whiskeysockets/baileys';
import {
	decodeContent,
	encodeContent,
	parseIncoming,
	rawContent,
} from '../../../../engine/whatsapp/incoming';
import { START } from '../../../support/fake-clock';

const ME = { jid: '5511900000001:4@s.whatsapp.net', lid: '111:4@lid' };
const BOB = '222@lid';
const GROUP = '120363000000000001@g.us';

function message(content: proto.IMessage | undefined, more: Partial<WAMessage> = {}): WAMessage {
	return {
		key: { remoteJid: BOB, id: 'A1', fromMe: false },
		messageTimestamp: START / 1000,
		pushName: 'Bob',
		message: content && proto.Message.create(content),
		...more,
	};
}

const hello = { conversation: 'hello' };
const parse = (some: WAMessage) => parseIncoming(some, ME);

describe('A message that came in', () => {
	test('is told in plain terms', () => {
		expect(parse(message(hello))).toEqual({
			messageId: 'A1',
			chat: BOB,
			sender: BOB,
			senderAlt: null,
			chatAlt: null,
			fromMe: false,
			broadcast: false,
			pushName: 'Bob',
			at: START,
			content: hello,
		});
	});

	test('of a channel, which Baileys hands out as JSON, is a message like any other', () => {
		const { REVOKE } = proto.Message.ProtocolMessage.Type;
		const content = proto.Message.create({
			imageMessage: { fileSha256: Buffer.from('hash'), fileLength: 1234, width: 2 },
			protocolMessage: { type: REVOKE, key: { id: 'A0', remoteJid: BOB } },
		});
		const json = content.toJSON() as proto.IMessage;
		const parsed = parse(message(undefined, { message: json }))?.content;
		expect(parsed?.protocolMessage?.type).toBe(REVOKE);
		expect(Number(parsed?.imageMessage?.fileLength)).toBe(1234);
		expect(Buffer.from(parsed?.imageMessage?.fileSha256 ?? []).toString()).toBe('hash');
	});

	test('names the other address of its sender where the stanza did', () => {
		const key = {
			remoteJid: '222:3@lid',
			remoteJidAlt: '5511900000002:3@s.whatsapp.net',
			id: 'A1',
		};
		expect(parse(message(hello, { key }))).toMatchObject({
			chat: BOB,
			chatAlt: '5511900000002@s.whatsapp.net',
			sender: BOB,
			senderAlt: '5511900000002@s.whatsapp.net',
		});
	});

	test('in a group has a chat and a sender', () => {
		const key = {
			remoteJid: GROUP,
			participant: '222:3@lid',
			participantAlt: '5511900000002@s.whatsapp.net',
			id: 'A1',
		};
		expect(parse(message(hello, { key }))).toMatchObject({
			chat: GROUP,
			sender: BOB,
			senderAlt: '5511900000002@s.whatsapp.net',
		});
	});

	test('to a broadcast list is in the chat with its author', () => {
		const key = {
			remoteJid: '1624901640@broadcast',
			remoteJidAlt: '222:3@lid',
			participant: '5511900000002:3@s.whatsapp.net',
			id: 'A1',
		};
		expect(parse(message(hello, { key }))).toMatchObject({
			chat: '5511900000002@s.whatsapp.net',
			chatAlt: BOB,
			sender: '5511900000002@s.whatsapp.net',
			senderAlt: BOB,
			broadcast: true,
		});
		expect(parse(message(hello, { key: { ...key, fromMe: true } }))).toMatchObject({
			chat: '1624901640@broadcast',
			broadcast: true,
		});
		expect(parse(message(hello, { key: { ...key, participant: ME.lid } }))).toMatchObject({
			...{ chat: '1624901640@broadcast', fromMe: true, broadcast: true },
		});
		const status = { ...key, remoteJid: 'status@broadcast' };
		expect(parse(message(hello, { key: status }))).toMatchObject({
			chat: 'status@broadcast',
			broadcast: false,
		});
	});

	test('of our own, from the phone, is in the chat with somebody else', () => {
		const key = {
			remoteJid: BOB,
			remoteJidAlt: '5511900000002@s.whatsapp.net',
			id: 'A1',
			fromMe: true,
		};
		expect(parse(message(hello, { key }))).toMatchObject({
			chat: BOB,
			chatAlt: '5511900000002@s.whatsapp.net',
			sender: '5511900000001@s.whatsapp.net',
			senderAlt: '111@lid',
			fromMe: true,
		});
	});

	test('may come without the name of its sender', () => {
		expect(parse(message(hello, { pushName: undefined }))?.pushName).toBeNull();
	});

	test('leaves the keys of a group to Baileys', () => {
		const content = { senderKeyDistributionMessage: { groupId: GROUP }, ...hello };
		expect(parse(message(content))?.content).toEqual(hello);
	});

	test('that only the phone gets has no content', () => {
		const key = { remoteJid: BOB, id: 'A1', isViewOnce: true };
		expect(parse(message(undefined, { key }))).toMatchObject({ content: null });
	});
});

describe('Nothing is told of', () => {
	test.each<[string, Partial<WAMessage>]>([
		['a message that could not be opened', { messageStubType: WAMessageStubType.CIPHERTEXT }],
		['a message without content', { message: undefined }],
		['a message without ID', { key: { remoteJid: BOB } }],
		['a message without chat', { key: { id: 'A1' } }],
	])('%s', (_what, more) => {
		expect(parse(message(hello, more))).toBeUndefined();
	});
});

describe('The key of another message', () => {
	const pin = (key: proto.IMessageKey) => ({ pinInChatMessage: { key } });
	const keyOf = (key: proto.IMessageKey, stanza: WAMessage['key']) =>
		parse(message(pin(key), { key: stanza }))?.content?.pinInChatMessage?.key;
	const direct = { remoteJid: BOB, id: 'A1' };
	const group = { remoteJid: GROUP, participant: BOB, id: 'A1' };

	test.each<[string, proto.IMessageKey, WAMessage['key'], proto.IMessageKey]>([
		['theirs', { fromMe: true }, direct, { fromMe: false }],
		[
			'ours, as they see our number',
			{ fromMe: false, remoteJid: '5511900000001@s.whatsapp.net' },
			direct,
			{ fromMe: true },
		],
		[
			'ours, as they see our LID',
			{ fromMe: false, remoteJid: '111@lid' },
			direct,
			{ fromMe: true },
		],
		['theirs in a group', { fromMe: true }, group, { fromMe: false, participant: BOB }],
		[
			'ours in a group',
			{ fromMe: false, participant: '111@lid' },
			group,
			{ fromMe: true, participant: '111@lid' },
		],
		[
			'of a third',
			{ fromMe: false, participant: '333@lid' },
			group,
			{ fromMe: false, participant: '333@lid' },
		],
		['from our own phone', { fromMe: true }, { ...direct, fromMe: true }, { fromMe: true }],
	])('%s is turned to our side', (_whose, key, stanza, seen) => {
		expect(keyOf({ id: 'T1', remoteJid: stanza.remoteJid, ...key }, stanza)).toMatchObject({
			id: 'T1',
			remoteJid: stanza.remoteJid,
			...seen,
		});
	});

	test.each<[string, (key: proto.IMessageKey) => proto.IMessage]>([
		['a deletion', (key) => ({ protocolMessage: { key } })],
		[
			'a wrapped edit',
			(key) => ({ editedMessage: { message: { protocolMessage: { key, type: 14 } } } }),
		],
		[
			'an answer to an event',
			(key) => ({ encEventResponseMessage: { eventCreationMessageKey: key } }),
		],
		['an edit of an event', (key) => ({ secretEncryptedMessage: { targetMessageKey: key } })],
	])('is turned in %s', (_what, content) => {
		const key = { id: 'T1', fromMe: true, remoteJid: 'seen@theirs' };
		parse(message(content(key)));
		expect(key).toMatchObject({ fromMe: false, remoteJid: BOB });
	});
});

describe('The content of a message', () => {
	const file = { imageMessage: { mediaKey: Buffer.from('secret'), fileLength: 5, url: 'x' } };

	test('is the same after it was encoded and decoded', () => {
		const content = {
			extendedTextMessage: { text: 'hello 😀', contextInfo: { mentionedJid: [BOB] } },
		};
		expect(
			proto.Message.toObject(proto.Message.fromObject(decodeContent(encodeContent(content)))),
		).toEqual(content);
	});

	test('is plain JSON, without what opens files and answers', () => {
		const messageContextInfo = { messageSecret: Buffer.from('secret') };
		const context = { extendedTextMessage: { contextInfo: { quotedMessage: file } } };
		expect(rawContent({ ...file, messageContextInfo })).toEqual({
			imageMessage: { url: 'x', fileLength: '5' },
			messageContextInfo: {},
		});
		expect(JSON.stringify(rawContent(context))).not.toContain('mediaKey');
	});
});
