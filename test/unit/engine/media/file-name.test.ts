import { fileNameFor } from '../../../../engine/media/file-name';

test.each([
	['voice', 'audio/ogg; codecs=opus', 'voice-3EB0.ogg'],
	['audio', 'audio/mpeg', 'audio-3EB0.mp3'],
	['image', 'image/jpeg', 'image-3EB0.jpg'],
	['video', 'video/mp4', 'video-3EB0.mp4'],
	['sticker', 'image/webp', 'sticker-3EB0.webp'],
	['sticker', 'application/was', 'sticker-3EB0.bin'],
	['document', '', 'document-3EB0.bin'],
])('a %s of the type "%s" is called %s', (kind, mimetype, name) => {
	expect(fileNameFor(kind, '3EB0', mimetype)).toBe(name);
});

test('nothing but letters and digits of an ID gets into a name', () => {
	expect(fileNameFor('image', '../..\\3EB0\u0000', 'image/png')).toBe('image-3EB0.png');
});
