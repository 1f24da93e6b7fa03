import { fileIn } from '../../../../engine/content/file-in-message';

const file = { mediaKey: Buffer.alloc(32), url: 'https://mmg.whatsapp.net/x', mimetype: 'a/b' };

describe('the file in a message', () => {
	test.each([
		['image', { imageMessage: file }],
		['video', { videoMessage: file }],
		['gif', { videoMessage: { ...file, gifPlayback: true } }],
		['videoNote', { ptvMessage: file }],
		['audio', { audioMessage: file }],
		['voice', { audioMessage: { ...file, ptt: true } }],
		['document', { documentMessage: file }],
		['sticker', { stickerMessage: file }],
	])('%s', (kind, message) => {
		expect(fileIn(message)).toMatchObject({ kind, mimetype: 'a/b', url: file.url });
	});

	test.each([
		['old buttons', { buttonsMessage: { imageMessage: file } }],
		['a template', { templateMessage: { hydratedTemplate: { imageMessage: file } } }],
		['an older template', { templateMessage: { hydratedFourRowTemplate: { imageMessage: file } } }],
		[
			'a newer template',
			{ templateMessage: { interactiveMessageTemplate: { header: { imageMessage: file } } } },
		],
		['new buttons', { interactiveMessage: { header: { imageMessage: file } } }],
	])('may stand above the words of %s', (_what, message) => {
		expect(fileIn(message)).toMatchObject({ kind: 'image', url: file.url });
	});

	test('is found in an envelope', () => {
		const message = {
			viewOnceMessageV2: { message: { imageMessage: { ...file, fileLength: 7 } } },
		};
		expect(fileIn(message)).toMatchObject({ kind: 'image', size: 7 });
	});

	test('that is a document may be named by its title', () => {
		const documentMessage = { ...file, title: 'Offer.pdf' };
		expect(fileIn({ documentMessage })).toMatchObject({ fileName: 'Offer.pdf' });
	});

	test('of a channel has no key', () => {
		const directPath = '/m1/x';
		expect(fileIn({ imageMessage: { directPath } })).toMatchObject({ directPath, mediaKey: null });
		// As protobuf.js reads a field that is not there.
		const read = { directPath, mediaKey: new Uint8Array() };
		expect(fileIn({ imageMessage: read })).toMatchObject({ mediaKey: null });
	});

	test('has a name that leads nowhere, and a type that is one, or none', () => {
		const told = (fileName: string, mimetype: string) =>
			fileIn({ documentMessage: { ...file, fileName, mimetype } });
		expect(told('../../home/node/.n8n/x.pdf', 'audio/ogg; codecs=opus')).toMatchObject({
			...{ fileName: 'x.pdf', mimetype: 'audio/ogg; codecs=opus' },
		});
		expect(told('C:\\a\u0000\r\nb.txt', 'text/html\r\nX: y')).toMatchObject({
			...{ fileName: 'ab.txt', mimetype: 'application/octet-stream' },
		});
		expect(told('a/..', '')).toMatchObject({ fileName: null });
	});

	test('is none without its place, or by an address without a key, and in a text', () => {
		expect(fileIn({ imageMessage: { url: file.url } })).toBeUndefined();
		expect(fileIn({ imageMessage: { mediaKey: file.mediaKey } })).toBeUndefined();
		expect(fileIn({ conversation: 'hello' })).toBeUndefined();
	});
});
