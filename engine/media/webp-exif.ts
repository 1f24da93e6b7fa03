/**
 * WhatsApp shows who made a sticker from JSON in an EXIF tag of its own. WebP is RIFF: chunks of a name, a length and
 * padded bytes (https://developers.google.com/speed/webp/docs/riff_container).
 */

const HEADER_BYTES = 12;
/** TIFF, little-endian, one entry: the tag 0x5741 of undefined type, its bytes at 0x16. */
const TIFF = Buffer.from('49492a0008000000010041570700000000001600 0000'.replace(' ', ''), 'hex');
const LENGTH_AT = 14;
const VP8X_EXIF = 0x08;
const VP8X_ALPHA = 0x10;

export interface StickerMaker {
	packId: string;
	pack: string;
	author: string;
}

/** The content of the EXIF chunk. */
export function stickerExif({ packId, pack, author }: StickerMaker): Buffer {
	const json = Buffer.from(
		JSON.stringify({
			'sticker-pack-id': packId,
			'sticker-pack-name': pack,
			'sticker-pack-publisher': author,
		}),
	);
	const header = Buffer.from(TIFF);
	header.writeUInt32LE(json.length, LENGTH_AT);
	return Buffer.concat([header, json]);
}

/** The same picture with this EXIF, and no other. `webp` comes from an encoder and is taken to be whole. */
export function withExif(webp: Buffer, exif: Buffer): Buffer {
	const chunks = [...chunksOf(webp)].filter(({ name }) => name !== 'EXIF');
	const extended = chunks.find(({ name }) => name === 'VP8X')?.body ?? vp8x(chunks);
	const flagged = Buffer.from(extended);
	flagged[0] = (flagged[0] ?? 0) | VP8X_EXIF;
	const others = chunks.filter(({ name }) => name !== 'VP8X');
	const body = Buffer.concat([
		Buffer.from('WEBP'),
		chunk('VP8X', flagged),
		...others.map(({ name, body: content }) => chunk(name, content)),
		chunk('EXIF', exif),
	]);
	return chunk('RIFF', body);
}

interface Chunk {
	name: string;
	body: Buffer;
}

function* chunksOf(webp: Buffer): Generator<Chunk> {
	let at = HEADER_BYTES;
	while (at + 8 <= webp.length) {
		const length = webp.readUInt32LE(at + 4);
		yield {
			name: webp.toString('latin1', at, at + 4),
			body: webp.subarray(at + 8, at + 8 + length),
		};
		at += 8 + length + (length % 2);
	}
}

function chunk(name: string, body: Buffer): Buffer {
	const header = Buffer.alloc(8);
	header.write(name, 'latin1');
	header.writeUInt32LE(body.length, 4);
	return Buffer.concat([header, body, Buffer.alloc(body.length % 2)]);
}

/** The header of the extended format, for a file in the simple one: flags, and width and height less one in 24 bits. */
function vp8x(chunks: readonly Chunk[]): Buffer {
	const lossless = chunks.find(({ name }) => name === 'VP8L')?.body;
	const lossy = chunks.find(({ name }) => name === 'VP8 ')?.body;
	const header = Buffer.alloc(10);
	if (lossless) {
		// 14 bits each, and whether there is transparency.
		const bits = lossless.readUInt32LE(1);
		header.writeUIntLE(bits & 0x3fff, 4, 3);
		header.writeUIntLE((bits >>> 14) & 0x3fff, 7, 3);
		if ((bits >>> 28) & 1) header[0] = VP8X_ALPHA;
	} else if (lossy) {
		header.writeUIntLE((lossy.readUInt16LE(6) & 0x3fff) - 1, 4, 3);
		header.writeUIntLE((lossy.readUInt16LE(8) & 0x3fff) - 1, 7, 3);
	}
	return header;
}
