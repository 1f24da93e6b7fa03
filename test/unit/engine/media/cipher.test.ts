import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createOpener, createSealer } from '../../../../engine/media/cipher';
import { openMedia, sealMedia } from '../../../simulator/media-crypto';

const altered = () => new Error('altered');

function seal(content: Buffer, mediaKey: Buffer) {
	const sealer = createSealer(mediaKey, 'video');
	const sealed = [sealer.update(content.subarray(0, 5)), sealer.update(content.subarray(5))];
	const { rest, facts } = sealer.end();
	return { upload: Buffer.concat([...sealed, rest]), facts };
}

/** In pieces of this size. */
async function opened(
	upload: Buffer,
	mediaKey: Buffer,
	hashes: object = {},
	piece = 7,
): Promise<Buffer> {
	const pieces = Array.from({ length: Math.ceil(upload.length / piece) }, (_, index) =>
		upload.subarray(index * piece, (index + 1) * piece),
	);
	const opener = createOpener({ mediaKey, type: 'video', altered, ...hashes });
	return await buffer(Readable.from(pieces).pipe(opener));
}

describe('the seal of files', () => {
	const mediaKey = randomBytes(32);
	const content = randomBytes(10_000);

	test('is what Baileys opens', async () => {
		const { upload, facts } = seal(content, mediaKey);
		expect(facts.size).toBe(content.length);
		const reference = { kind: 'video', mediaKey, directPath: '', fileEncSha256: facts.encSha256 };
		expect(await openMedia(reference as never, upload)).toEqual(content);
	});

	test.each([1, 7, 16, 4_096, 100_000])(
		'opens what Baileys seals, in pieces of %d',
		async (piece) => {
			const {
				upload,
				mediaKey: key,
				fileSha256,
				fileEncSha256,
			} = await sealMedia('video', content);
			const hashes = { sha256: fileSha256, encSha256: fileEncSha256 };
			expect(await opened(upload, key, hashes, piece)).toEqual(content);
		},
	);

	test('of nothing is open to nothing', async () => {
		const { upload } = seal(Buffer.alloc(0), mediaKey);
		expect(await opened(upload, mediaKey)).toHaveLength(0);
	});

	test.each([
		['in its middle', (upload: Buffer) => flipped(upload, upload.length >> 1)],
		['in its seal', (upload: Buffer) => flipped(upload, upload.length - 1)],
		['by leaving out its end', (upload: Buffer) => upload.subarray(0, -16)],
		['by leaving out nearly all', (upload: Buffer) => upload.subarray(0, 4)],
	])('breaks when the file is changed %s', async (_where, change) => {
		const { upload } = seal(content, mediaKey);
		await expect(opened(change(upload), mediaKey)).rejects.toThrow('altered');
	});

	test('breaks when it is another file than the message says', async () => {
		const { upload } = seal(content, mediaKey);
		const other = randomBytes(32);
		await expect(opened(upload, mediaKey, { sha256: other })).rejects.toThrow('altered');
		await expect(opened(upload, mediaKey, { encSha256: other })).rejects.toThrow('altered');
		await expect(opened(upload, other)).rejects.toThrow('altered');
	});
});

function flipped(upload: Buffer, at: number): Buffer {
	const copy = Buffer.from(upload);
	copy[at] = (copy[at] ?? 0) ^ 1;
	return copy;
}
