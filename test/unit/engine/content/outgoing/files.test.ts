import type { MediaKind, MessageContent } from '../../../../../engine/gateway/contract';
import {
	kindOf,
	type BuildContext,
	type UploadedFile,
} from '../../../../../engine/content/outgoing/index';

const CHAT = '5511900000002@s.whatsapp.net';

function uploaded(kind: MediaKind, more: Partial<UploadedFile> = {}): UploadedFile {
	return {
		...{ kind, handle: null },
		url: 'https://mmg.whatsapp.net/x',
		directPath: '/x',
		mediaKey: Buffer.alloc(32, 1),
		mediaKeyTimestamp: 1_700_000_000,
		fileSha256: Buffer.alloc(32, 2),
		fileEncSha256: Buffer.alloc(32, 3),
		fileLength: 1234,
		mimetype: 'a/b',
		...{ fileName: null, seconds: null, width: null, height: null, pages: null },
		...{ thumbnail: null, waveform: null, isAnimated: false },
		...more,
	};
}

function build(content: MessageContent, file: UploadedFile) {
	const kind = kindOf(content);
	expect(kind.files?.(content)).toEqual(['id']);
	const context: Partial<BuildContext> = { chat: CHAT, now: 5, file: () => file };
	return kind.build(content, context as BuildContext<unknown>);
}

const reference = {
	...{ url: 'https://mmg.whatsapp.net/x', directPath: '/x', mimetype: 'a/b', fileLength: 1234 },
	mediaKeyTimestamp: 1_700_000_000,
};

describe('messages with a file', () => {
	test('an image says where it is, how large, and what it looks like', () => {
		const thumbnail = Buffer.from('jpeg');
		const file = uploaded('image', { width: 3, height: 2, thumbnail });
		const content = { type: 'image', mediaId: 'id', caption: 'Hi', mentionEveryone: true } as const;
		expect(build(content, file)).toEqual({
			imageMessage: {
				...reference,
				mediaKey: file.mediaKey,
				fileSha256: file.fileSha256,
				fileEncSha256: file.fileEncSha256,
				...{ width: 3, height: 2, jpegThumbnail: thumbnail, caption: 'Hi' },
				contextInfo: { nonJidMentions: 1 },
			},
		});
	});

	test('what is not known is not said', () => {
		const { imageMessage } = build({ type: 'image', mediaId: 'id' }, uploaded('image'));
		expect(imageMessage).not.toHaveProperty('width');
		expect(imageMessage).not.toHaveProperty('jpegThumbnail');
		expect(imageMessage).not.toHaveProperty('caption');
	});

	test('what is seen once is in an envelope, sound in one of its own', () => {
		const once = { mediaId: 'id', viewOnce: true } as const;
		expect(build({ type: 'video', ...once }, uploaded('video'))).toMatchObject({
			viewOnceMessageV2: { message: { videoMessage: { ...reference, viewOnce: true } } },
		});
		expect(build({ type: 'audio', ...once }, uploaded('voice'))).toMatchObject({
			viewOnceMessageV2Extension: { message: { audioMessage: { ptt: true, viewOnce: true } } },
		});
	});

	test('a GIF plays by itself, a video note is round', () => {
		const file = uploaded('gif', { seconds: 2 });
		expect(build({ type: 'gif', mediaId: 'id' }, file)).toMatchObject({
			videoMessage: { ...reference, gifPlayback: true, seconds: 2 },
		});
		expect(build({ type: 'videoNote', mediaId: 'id' }, file)).toMatchObject({
			ptvMessage: { ...reference, seconds: 2 },
		});
	});

	test('audio is a voice message where the file is one', () => {
		const waveform = new Uint8Array(64);
		const voice = uploaded('voice', { waveform, seconds: 3 });
		expect(build({ type: 'audio', mediaId: 'id' }, voice)).toMatchObject({
			audioMessage: { ptt: true, waveform, seconds: 3 },
		});
		expect(build({ type: 'audio', mediaId: 'id' }, uploaded('audio'))).toMatchObject({
			audioMessage: { ptt: false },
		});
	});

	test('a document has a name, its own or another, and an envelope for its caption', () => {
		const file = uploaded('document', { fileName: 'a.pdf', pages: 2 });
		const content = { type: 'document', mediaId: 'id' } as const;
		expect(build(content, file)).toMatchObject({
			documentMessage: { fileName: 'a.pdf', title: 'a.pdf', pageCount: 2 },
		});
		expect(build({ ...content, fileName: 'b.pdf', caption: 'Hi' }, file)).toMatchObject({
			documentWithCaptionMessage: {
				message: { documentMessage: { fileName: 'b.pdf', caption: 'Hi' } },
			},
		});
	});

	test('a sticker tells whether it moves', () => {
		const file = uploaded('sticker', { isAnimated: true, width: 512, height: 512 });
		expect(build({ type: 'sticker', mediaId: 'id' }, file)).toMatchObject({
			stickerMessage: { ...reference, isAnimated: true, width: 512, stickerSentTs: 5 },
		});
	});

	test.each(['image', 'video', 'gif', 'videoNote', 'audio', 'document', 'sticker'] as const)(
		'%s: nothing is sent without a file',
		(type) => {
			const content = { type, mediaId: '' };
			const check = () => kindOf(content).check(content, { chat: CHAT, now: 0 } as never);
			expect(check).toThrow('There is no file to send.');
		},
	);

	test('a caption has a limit', () => {
		const content = { type: 'image', mediaId: 'id', caption: 'x'.repeat(1025) } as const;
		const check = () => kindOf(content).check(content, { chat: CHAT, now: 0 } as never);
		expect(check).toThrow('The caption has 1025 characters');
	});
});
