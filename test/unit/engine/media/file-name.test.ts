import { documentName, documentType, fileNameFor } from '../../../../engine/media/file-name';

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

const PDF = 'application/pdf';
const DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

test.each([
	// What the name says, what the source says, the bytes.
	['invoice.pdf', undefined, undefined, PDF],
	['invoice.pdf', 'application/octet-stream', undefined, PDF],
	['invoice', 'application/octet-stream', PDF, PDF],
	['invoice', 'binary/octet-stream', PDF, PDF],
	['invoice', 'application/force-download', PDF, PDF],
	['invoice', 'application/x-download', PDF, PDF],
	['invoice.bin', 'application/octet-stream', PDF, PDF],
	['invoice', 'text/plain', PDF, PDF],
	['invoice', 'text/html', PDF, PDF],
	['pdf', undefined, 'image/png', 'image/png'],
	['text', 'application/octet-stream', undefined, 'application/octet-stream'],
	['Angebot Nr. 5', undefined, PDF, PDF],
	['Report 5.12.2026', undefined, PDF, PDF],
	['invoice.pdf ', undefined, undefined, PDF],
	['notes', 'text/plain', undefined, 'text/plain'],
	['letter', DOCX, 'application/zip', DOCX],
	['letter.docx', undefined, 'application/zip', DOCX],
	[undefined, undefined, undefined, 'application/octet-stream'],
])('a document %j, told to be %j, of bytes that are %j, is %s', (name, told, bytes, type) => {
	expect(documentType(name, told, bytes)).toBe(type);
});

test.each([
	['invoice', PDF, 'invoice.pdf'],
	['invoice.pdf', PDF, 'invoice.pdf'],
	['invoice.pdf  ', PDF, 'invoice.pdf'],
	['invoice. ', PDF, 'invoice.pdf'],
	['invoice .. ', PDF, 'invoice.pdf'],
	['Report 5.12.2026', PDF, 'Report 5.12.2026.pdf'],
	['Angebot Nr. 5', PDF, 'Angebot Nr. 5.pdf'],
	['a.tar.gz', 'application/gzip', 'a.tar.gz'],
	['a.7z', 'application/x-7z-compressed', 'a.7z'],
	['song', 'audio/mpeg', 'song.mp3'],
	['part.001', 'application/octet-stream', 'part.001'],
	['unknown', 'application/octet-stream', 'unknown'],
	['../../etc/passwd', 'text/plain', 'passwd.txt'],
	['C:\\x\\a.pdf', PDF, 'a.pdf'],
	['\u202efdp.exe', 'application/x-msdownload', 'fdp.exe'],
	['a\u0000b\n.pdf', PDF, 'ab.pdf'],
	['half \ud83d.pdf', PDF, 'half .pdf'],
	[undefined, PDF, 'file.pdf'],
	['...', PDF, 'file.pdf'],
	['  ', 'application/octet-stream', 'file.bin'],
])('a document called %j of the type %s is sent as %j', (given, type, name) => {
	expect(documentName(given, type)).toBe(name);
});

test('a name of ten thousand characters keeps its ending', () => {
	const name = documentName(`${'x'.repeat(10_000)}.pdf`, PDF);
	expect(name).toHaveLength(200);
	expect(name.endsWith('.pdf')).toBe(true);
});
