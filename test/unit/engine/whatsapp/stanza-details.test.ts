import { proto } from '@whiskeysockets/baileys';
import { stanzaDetails } from '../../../../engine/whatsapp/stanza-details';

const BOB = '5511900000002@s.whatsapp.net';
const GROUP = '120363000000000001@g.us';
const { Type } = proto.Message.ProtocolMessage;

const attributesOf = (message: proto.IMessage) => stanzaDetails(message).additionalAttributes;
const nodesOf = (message: proto.IMessage) => stanzaDetails(message).additionalNodes;
const revoke = (key: proto.IMessageKey) => ({ protocolMessage: { type: Type.REVOKE, key } });

describe('What a stanza says besides its message', () => {
	test('is nothing for a text', () => {
		expect(stanzaDetails({ extendedTextMessage: { text: 'hi' } })).toEqual({
			additionalAttributes: {},
			additionalNodes: [],
		});
	});

	test.each<[string, proto.IMessage, string]>([
		['an edit', { protocolMessage: { type: Type.MESSAGE_EDIT } }, '1'],
		[
			'an edit in its envelope',
			{ editedMessage: { message: { protocolMessage: { type: Type.MESSAGE_EDIT } } } },
			'1',
		],
		['a pin', { pinInChatMessage: { type: 1 } }, '2'],
		['our own message deleted', revoke({ remoteJid: BOB, fromMe: true }), '7'],
		['our own message deleted in a group', revoke({ remoteJid: GROUP, fromMe: true }), '7'],
		["somebody else's message deleted", revoke({ remoteJid: GROUP, fromMe: false }), '8'],
		['a reaction taken back', { reactionMessage: { text: '' } }, '7'],
	])('is the kind of change: %s', (_what, message, edit) => {
		expect(attributesOf(message)).toEqual({ edit });
	});

	test('is no change for a reaction', () => {
		expect(attributesOf({ reactionMessage: { text: '👍' } })).toEqual({});
	});

	const { EVENT_EDIT } = proto.Message.SecretEncryptedMessage.SecretEncType;
	const eventEdit = { secretEncryptedMessage: { secretEncType: EVENT_EDIT } };

	test.each<[string, proto.IMessage]>([
		['an answer', { encEventResponseMessage: {} }],
		['an edit', eventEdit],
	])('is that it belongs to an event: %s', (_what, message) => {
		expect(attributesOf(message)).toEqual({ type: 'event' });
	});

	test.each<[string, proto.IMessage, Record<string, string>]>([
		['a poll', { pollCreationMessage: {} }, { polltype: 'creation' }],
		['a poll with one answer', { pollCreationMessageV3: {} }, { polltype: 'creation' }],
		['a vote', { pollUpdateMessage: {} }, { polltype: 'vote' }],
		['an event', { eventMessage: {} }, { event_type: 'creation' }],
		['an answer to an event', { encEventResponseMessage: {} }, { event_type: 'response' }],
		['an edit of an event', eventEdit, { event_type: 'edit' }],
	])('is what it is of polls and events: %s', (_what, message, attrs) => {
		expect(nodesOf(message)).toEqual([{ tag: 'meta', attrs }]);
	});

	test('is that of a business for buttons', () => {
		const buttons = [{ name: 'quick_reply', buttonParamsJson: '{}' }];
		expect(nodesOf({ interactiveMessage: { nativeFlowMessage: { buttons } } })).toMatchObject([
			{ tag: 'biz' },
		]);
	});

	test('is the same when the message is sent again', () => {
		const message = { listMessage: { title: 'Menu' } };
		expect(stanzaDetails(message)).toEqual(stanzaDetails(message));
	});
});
