import { editCaption } from '../../../../../engine/content/outgoing/edit-caption';
import { editText } from '../../../../../engine/content/outgoing/edit-text';
import { START } from '../../../../support/fake-clock';
import { MINUTE } from '../../support';
import { made, ours, refused, theirs, waiting } from './about';
import { BOB } from './support';

const text = { type: 'editText' as const, text: 'better' };
const caption = { type: 'editCaption' as const, caption: 'better' };
const key = { remoteJid: BOB, fromMe: true, id: 'A1' };
const image = { imageMessage: { url: 'https://mmg.whatsapp.net/x', caption: 'good' } };

describe('An edited text', () => {
	test('is said anew', () => {
		expect(made(editText, text, ours)).toEqual({
			protocolMessage: {
				key,
				type: 14,
				editedMessage: { extendedTextMessage: { text: 'better' } },
				timestampMs: START,
			},
		});
	});

	test('may mention people', () => {
		const { protocolMessage } = made(editText, { ...text, mentions: ['222222@lid'] }, ours);
		expect(protocolMessage?.editedMessage?.extendedTextMessage?.contextInfo).toEqual({
			mentionedJid: ['222222@lid'],
		});
	});

	test('may be that of a message that still waits, or whose words are gone', () => {
		expect(made(editText, text, waiting).protocolMessage?.key).toEqual(key);
		expect(made(editText, text, { ...ours, content: null }).protocolMessage?.key).toEqual(key);
	});

	test('is not empty', () => {
		expect(refused(editText, { ...text, text: ' ' }, ours)).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'The text is empty.',
		});
	});

	test('is not that of an image', () => {
		expect(refused(editText, text, { ...ours, content: image })).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'Message A1 is not a text message, so its text cannot be edited.',
			hint: expect.stringContaining('Edit Caption'),
		});
	});
});

describe('An edited caption', () => {
	test.each([
		['imageMessage', { imageMessage: image.imageMessage }],
		['videoMessage', { videoMessage: { ...image.imageMessage, gifPlayback: true } }],
		[
			'documentMessage',
			{ documentWithCaptionMessage: { message: { documentMessage: image.imageMessage } } },
		],
	] as const)('comes with all of the file (%s)', (kind, content) => {
		const { protocolMessage } = made(editCaption, caption, { ...ours, content });
		expect(protocolMessage).toMatchObject({ key, type: 14, timestampMs: START });
		expect(protocolMessage?.editedMessage?.[kind]).toMatchObject({
			url: 'https://mmg.whatsapp.net/x',
			caption: 'better',
		});
	});

	test('may be taken away', () => {
		const { protocolMessage } = made(
			editCaption,
			{ ...caption, caption: '' },
			{ ...ours, content: image },
		);
		expect(protocolMessage?.editedMessage?.imageMessage?.caption).toBe('');
	});

	test.each([
		['a text', { conversation: 'hi' }],
		['a sticker', { stickerMessage: {} }],
		['a round video', { ptvMessage: {} }],
	])('is not that of %s', (_what, content) => {
		expect(refused(editCaption, caption, { ...ours, content })).toMatchObject({
			code: 'INVALID_CONTENT',
			message: 'Message A1 has no caption: it is not an image, video or document.',
		});
	});

	test('needs the file, which is gone', () => {
		expect(refused(editCaption, caption, { ...ours, content: null })).toMatchObject({
			code: 'UNKNOWN_MESSAGE',
			hint: expect.stringContaining('Keep Content For'),
		});
	});

	test('is no longer than that of a new file', () => {
		const long = { ...caption, caption: 'a'.repeat(1_025) };
		expect(refused(editCaption, long, { ...ours, content: image })).toMatchObject({
			code: 'INVALID_CONTENT',
		});
	});

	test('of a message that still waits needs the file when it is sent', () => {
		expect(() => made(editCaption, caption, waiting)).toThrow('its content is not known any more');
	});
});

describe.each([
	['text', editText, text, { conversation: 'hi' }],
	['caption', editCaption, caption, image],
] as const)('What may be edited (%s)', (_what, kind, content, message) => {
	const edit = (target: object) =>
		refused(kind as typeof editText, content as typeof text, {
			...ours,
			content: message,
			...target,
		});

	test('is at most 15 minutes old', () => {
		const target = { ...ours, content: message, at: START - 15 * MINUTE };
		expect(() => made(kind as typeof editText, content as typeof text, target)).not.toThrow();
		expect(edit({ at: START - 15 * MINUTE - 1 })).toMatchObject({
			code: 'TOO_LATE',
			message: 'Message A1 cannot be edited any more: it was sent more than 15 minutes ago.',
			retryable: false,
		});
	});

	test('is only our own', () => {
		expect(edit({ ...theirs, content: message })).toMatchObject({
			code: 'NOT_ALLOWED',
			message: 'Message A1 cannot be edited: somebody else sent it.',
		});
	});
});
