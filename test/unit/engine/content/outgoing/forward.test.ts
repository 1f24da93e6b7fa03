import { generateForwardMessageContent, proto } from '@whiskeysockets/baileys';
import { forward } from '../../../../../engine/content/outgoing/forward';
import type { WireMessage } from '../../../../../engine/content/outgoing';
import { about, made, ours, refused, theirs, theirsInGroup, waiting } from './about';
import { BOB } from './support';

const content = { type: 'forward' as const };
const send = (message: WireMessage, target = theirs) =>
	made(forward, content, { ...target, content: message }, undefined, BOB);

const once = { forwardingScore: 1, isForwarded: true };

describe('A forwarded message', () => {
	test.each<[string, WireMessage]>([
		['a text', { conversation: 'hi' }],
		['a text with a preview', { extendedTextMessage: { text: 'see', title: 'Example' } }],
		['an image', { imageMessage: { url: 'https://mmg.whatsapp.net/x', caption: 'look' } }],
		['a place', { locationMessage: { degreesLatitude: 1, degreesLongitude: 2 } }],
	])('is what Baileys would send: %s', (_what, message) => {
		const byBaileys = generateForwardMessageContent(
			{ key: { fromMe: false }, message: proto.Message.create(message) },
			false,
		);
		const encode = (one: WireMessage) =>
			Buffer.from(proto.Message.encode(one).finish()).toString('hex');
		expect(encode(send(message))).toBe(encode(byBaileys));
	});

	test('counts how often it was forwarded', () => {
		const message = {
			extendedTextMessage: { text: 'hi', contextInfo: { forwardingScore: 4, isForwarded: true } },
		};
		expect(send(message).extendedTextMessage?.contextInfo).toEqual({
			forwardingScore: 5,
			isForwarded: true,
		});
	});

	test('of our own is not called forwarded', () => {
		expect(send({ conversation: 'hi' }, ours)).toEqual({ extendedTextMessage: { text: 'hi' } });
	});

	test('leaves behind what it answered, whom it mentioned and its envelope', () => {
		const contextInfo = { stanzaId: 'A0', mentionedJid: [BOB] };
		const message = {
			ephemeralMessage: { message: { extendedTextMessage: { text: 'hi', contextInfo } } },
			messageContextInfo: {},
		};
		expect(send(message)).toEqual({ extendedTextMessage: { text: 'hi', contextInfo: once } });
	});

	test('may come from a group, and go anywhere', () => {
		expect(send({ conversation: 'hi' }, theirsInGroup)).toMatchObject({
			extendedTextMessage: { text: 'hi' },
		});
	});

	test.each<[string, WireMessage]>([
		['seen once', { imageMessage: { viewOnce: true } }],
		[
			'seen once, in its envelope',
			{ viewOnceMessageV2: { message: { imageMessage: { viewOnce: true } } } },
		],
		['a poll', { pollCreationMessageV3: { name: 'Lunch?' } }],
		['an event', { eventMessage: { name: 'Lunch' } }],
		['a reaction', { reactionMessage: { text: '👍' } }],
		['a deletion', { protocolMessage: { type: 0 } }],
	])('is not what WhatsApp does not forward: %s', (_what, message) => {
		expect(refused(forward, content, { ...theirs, content: message })).toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('cannot be forwarded'),
		});
	});

	test('needs its content', () => {
		expect(refused(forward, content, { ...theirs, content: null })).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			hint: expect.stringContaining('Original Message'),
		});
	});

	test('may still wait, when it is ours', () => {
		expect(() =>
			forward.check({ ...content, target: { messageId: 'A1' } }, about(waiting, undefined)),
		).not.toThrow();
	});
});
