import type { proto } from '@whiskeysockets/baileys';
import {
	changeIn,
	editIn,
	editedContent,
	forReference,
	pollOrEventIn,
} from '../../../../../engine/content/incoming';

const key = { id: 'T1', fromMe: false };
const REVOKE = 0;
const MESSAGE_EDIT = 14;
const EVENT_EDIT = 1;
const sealed = { encPayload: Buffer.from('payload'), encIv: Buffer.from('iv') };

describe('A change of a message', () => {
	const edit = {
		protocolMessage: { type: MESSAGE_EDIT, key, editedMessage: { conversation: 'new' } },
	};

	test.each<[string, proto.IMessage, object | undefined]>([
		['a deletion', { protocolMessage: { type: REVOKE, key } }, { kind: 'deleted', key }],
		['an edit', edit, { kind: 'edited', key, content: { conversation: 'new' } }],
		[
			'a wrapped edit',
			{ editedMessage: { message: edit } },
			{ kind: 'edited', key, content: { conversation: 'new' } },
		],
		[
			'an edit of an event',
			{ secretEncryptedMessage: { targetMessageKey: key, secretEncType: EVENT_EDIT, ...sealed } },
			{ kind: 'sealedEdit', key, use: 'Event Edit', sealed },
		],
		[
			'a sealed edit',
			{ secretEncryptedMessage: { targetMessageKey: key, secretEncType: 2, ...sealed } },
			{ kind: 'sealedEdit', key, use: 'Message Edit', sealed },
		],
		[
			'something else that is sealed',
			{ secretEncryptedMessage: { targetMessageKey: key, secretEncType: 0, ...sealed } },
			undefined,
		],
		['an edit without content', { protocolMessage: { type: MESSAGE_EDIT, key } }, undefined],
		['a deletion of nothing', { protocolMessage: { type: REVOKE } }, undefined],
		['a text', { conversation: 'hi' }, undefined],
	])('is read: %s', (_what, message, change) => {
		expect(changeIn(message)).toEqual(change);
	});
});

test('What an opened edit makes of its message may stand bare or in a protocol message', () => {
	const editedMessage = { conversation: 'new' };
	expect(editIn(editedMessage)).toBe(editedMessage);
	expect(editIn({ protocolMessage: { type: MESSAGE_EDIT, editedMessage } })).toBe(editedMessage);
});

describe('After an edit', () => {
	const contextInfo = { stanzaId: 'Q1' };
	const messageContextInfo = { messageSecret: Buffer.from('secret') };

	test('a text has its new words, and still quotes what it quoted', () => {
		const before = { extendedTextMessage: { text: 'old', contextInfo }, messageContextInfo };
		expect(editedContent(before, { extendedTextMessage: { text: 'new' } })).toEqual({
			extendedTextMessage: { text: 'new', contextInfo },
			messageContextInfo,
		});
	});

	test('a text may become one of the simplest kind', () => {
		expect(
			editedContent({ extendedTextMessage: { text: 'old' } }, { conversation: 'new' }),
		).toEqual({
			conversation: 'new',
		});
		expect(
			editedContent({ conversation: 'old' }, { extendedTextMessage: { text: 'new' } }),
		).toEqual({
			extendedTextMessage: { text: 'new' },
		});
	});

	test('a file with a new caption is still that file', () => {
		const before = {
			ephemeralMessage: { message: { imageMessage: { url: 'x', caption: 'old', contextInfo } } },
		};
		expect(editedContent(before, { imageMessage: { caption: 'new' } })).toEqual({
			imageMessage: { url: 'x', caption: 'new', contextInfo },
		});
	});

	test('a message that nobody remembers is what the edit says', () => {
		expect(editedContent({}, { conversation: 'new' })).toEqual({ conversation: 'new' });
	});

	test('of an event is all of it, sealed with the secret of the first', () => {
		const messageContextInfo = { messageSecret: new Uint8Array([7]) };
		const before = { eventMessage: { name: 'old', description: 'cake' }, messageContextInfo };
		expect(editedContent(before, { eventMessage: { name: 'new' } })).toEqual({
			eventMessage: { name: 'new' },
			messageContextInfo,
		});
	});

	test('to nothing a message is what it was', () => {
		expect(editedContent({ conversation: 'old' }, {})).toEqual({ conversation: 'old' });
	});
});

test('A reference is without pictures and quotes, and keeps what opens files', () => {
	const mediaKey = Buffer.from('key');
	const jpegThumbnail = Buffer.from('picture');
	expect(
		forReference({
			ephemeralMessage: {
				message: {
					imageMessage: {
						mediaKey,
						jpegThumbnail,
						contextInfo: { stanzaId: 'Q1', quotedMessage: { conversation: 'old' } },
					},
				},
			},
		}),
	).toEqual({
		ephemeralMessage: { message: { imageMessage: { mediaKey, contextInfo: { stanzaId: 'Q1' } } } },
	});
});

describe('What is kept of a question', () => {
	const messageContextInfo = { messageSecret: Buffer.from('secret') };
	const secret = Buffer.from('secret').toString('base64');
	const pollCreationMessage = { name: 'Which?', options: [{ optionName: 'One' }] };

	test.each<[string, proto.IMessage, object | undefined]>([
		[
			'a poll',
			{ pollCreationMessage, messageContextInfo },
			{ name: 'Which?', options: ['One'], secret },
		],
		[
			'a wrapped poll, its secret outside',
			{ ephemeralMessage: { message: { pollCreationMessage } }, messageContextInfo },
			{ name: 'Which?', options: ['One'], secret },
		],
		[
			'an event',
			{ eventMessage: { name: 'Party' }, messageContextInfo },
			{ name: 'Party', options: [], secret },
		],
		['a poll without secret', { pollCreationMessage }, undefined],
		['a text', { conversation: 'hi', messageContextInfo }, undefined],
	])('%s', (_what, message, kept) => {
		expect(pollOrEventIn(message)).toEqual(kept);
	});
});
