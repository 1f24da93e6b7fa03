import { proto, WAMessageStubType, type WAMessage } from '@whiskeysockets/baileys';
import { decodeContent, encodeContent, parseIncoming } from '../../../../engine/whatsapp/incoming';
import { START } from '../../../support/fake-clock';

const BOB = '222@lid';
const GROUP = '120363000000000001@g.us';

function message(content: proto.IMessage | undefined, more: Partial<WAMessage> = {}): WAMessage {
	return {
		key: { remoteJid: BOB, id: 'A1', fromMe: false },
		messageTimestamp: START / 1000,
		pushName: 'Bob',
		message: content,
		...more,
	};
}

const hello = { conversation: 'hello' };

describe('A message that came in', () => {
	test('is told in plain terms', () => {
		expect(parseIncoming(message(hello))).toEqual({
			messageId: 'A1',
			chat: BOB,
			sender: BOB,
			senderAlt: null,
			fromMe: false,
			pushName: 'Bob',
			at: START,
			type: 'text',
			text: 'hello',
			replyTo: null,
			mentions: [],
			wire: encodeContent(hello),
		});
	});

	test('names the other address of its sender where the stanza did', () => {
		const key = {
			remoteJid: '222:3@lid',
			remoteJidAlt: '5511900000002:3@s.whatsapp.net',
			id: 'A1',
		};
		expect(parseIncoming(message(hello, { key }))).toMatchObject({
			chat: BOB,
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
		expect(parseIncoming(message(hello, { key }))).toMatchObject({
			chat: GROUP,
			sender: BOB,
			senderAlt: '5511900000002@s.whatsapp.net',
		});
	});

	test('can be of our own, from the phone', () => {
		const key = { remoteJid: BOB, id: 'A1', fromMe: true };
		expect(parseIncoming(message(hello, { key }))).toMatchObject({ chat: BOB, fromMe: true });
	});

	test('may come without the name of its sender', () => {
		expect(parseIncoming(message(hello, { pushName: undefined }))?.pushName).toBeNull();
	});

	test('says which message it answers and whom it mentions', () => {
		const contextInfo = { stanzaId: '3EB0AA', mentionedJid: ['111:2@lid', '333@lid'] };
		expect(
			parseIncoming(message({ extendedTextMessage: { text: 'yes', contextInfo } })),
		).toMatchObject({
			type: 'text',
			text: 'yes',
			replyTo: '3EB0AA',
			mentions: ['111@lid', '333@lid'],
		});
	});

	test('carries what it said as bytes, to be quoted', () => {
		const parsed = parseIncoming(message({ extendedTextMessage: { text: 'hello' } }));
		expect(decodeContent(parsed?.wire ?? '').extendedTextMessage?.text).toBe('hello');
	});
});

describe('The kind of a message', () => {
	test.each<[string, string | null, proto.IMessage]>([
		['text', 'hello', { conversation: 'hello' }],
		['text', 'hello', { extendedTextMessage: { text: 'hello' } }],
		['image', 'look', { imageMessage: { caption: 'look' } }],
		['image', null, { imageMessage: {} }],
		['video', 'look', { videoMessage: { caption: 'look' } }],
		['ptv', null, { ptvMessage: {} }],
		['audio', null, { audioMessage: { ptt: true } }],
		['document', 'read', { documentMessage: { caption: 'read', fileName: 'a.pdf' } }],
		['sticker', null, { stickerMessage: {} }],
		['location', null, { locationMessage: { degreesLatitude: 1, degreesLongitude: 2 } }],
		['liveLocation', 'here', { liveLocationMessage: { caption: 'here' } }],
		['contact', null, { contactMessage: { displayName: 'Eve' } }],
		['contactsArray', null, { contactsArrayMessage: {} }],
		['pollCreation', null, { pollCreationMessage: { name: 'Which?' } }],
		['pollCreation', null, { pollCreationMessageV3: { name: 'Which?' } }],
		['event', null, { eventMessage: { name: 'Party' } }],
		['text', 'hello', { ephemeralMessage: { message: { conversation: 'hello' } } }],
		['image', null, { viewOnceMessage: { message: { imageMessage: {} } } }],
		['image', null, { viewOnceMessageV2: { message: { imageMessage: {} } } }],
		[
			'document',
			'read',
			{ documentWithCaptionMessage: { message: { documentMessage: { caption: 'read' } } } },
		],
		['text', 'hi', { senderKeyDistributionMessage: { groupId: GROUP }, conversation: 'hi' }],
		['text', 'hi', { messageContextInfo: {}, extendedTextMessage: { text: 'hi' } }],
	])('is %s, with the words %j', (type, text, content) => {
		expect(parseIncoming(message(content))).toMatchObject({ type, text });
	});
});

describe('Nothing that a person wrote is', () => {
	const { REVOKE, MESSAGE_EDIT, APP_STATE_SYNC_KEY_SHARE } = proto.Message.ProtocolMessage.Type;

	test.each<[string, proto.IMessage | undefined]>([
		['a message without content', undefined],
		['a message with empty content', {}],
		['a deletion', { protocolMessage: { type: REVOKE } }],
		['keys of the phone', { protocolMessage: { type: APP_STATE_SYNC_KEY_SHARE } }],
		['an edit', { protocolMessage: { type: MESSAGE_EDIT, editedMessage: hello } }],
		[
			'a wrapped edit',
			{
				editedMessage: {
					message: { protocolMessage: { type: MESSAGE_EDIT, editedMessage: hello } },
				},
			},
		],
		['a reaction', { reactionMessage: { text: '👍' } }],
		['a sealed reaction', { encReactionMessage: {} }],
		['a vote', { pollUpdateMessage: {} }],
		['a pin', { pinInChatMessage: {} }],
		['a keep', { keepInChatMessage: {} }],
		['a key for a group', { senderKeyDistributionMessage: { groupId: GROUP } }],
		['context alone', { messageContextInfo: {} }],
	])('%s', (_what, content) => {
		expect(parseIncoming(message(content))).toBeUndefined();
	});

	test('a message that could not be opened: its words come later, under the same ID', () => {
		const stub = message(hello, { messageStubType: WAMessageStubType.CIPHERTEXT });
		expect(parseIncoming(stub)).toBeUndefined();
	});

	test.each([
		['without ID', { remoteJid: BOB }],
		['without chat', { id: 'A1' }],
	])('a message %s', (_what, key) => {
		expect(parseIncoming(message(hello, { key }))).toBeUndefined();
	});
});

test('Content is the same after it was encoded and decoded', () => {
	const content = {
		extendedTextMessage: { text: 'hello 😀', contextInfo: { mentionedJid: [BOB] } },
	};
	expect(
		proto.Message.toObject(proto.Message.fromObject(decodeContent(encodeContent(content)))),
	).toEqual(content);
});
