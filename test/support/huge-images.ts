import sharp from 'sharp';
import { crc32, deflateSync } from 'node:zlib';

/** Images of a few bytes whose headers promise hundreds of millions of pixels. */

const SIDE = 20_000;

const SIDE_OF_WEBP = 16_383;

export const HUGE_IMAGES: [string, () => Promise<Buffer>][] = [
	['PNG', async () => hugePng()],
	['JPEG', async () => resized(await tiny().jpeg().toBuffer(), 0xc0)],
	[
		'a progressive JPEG',
		async () => resized(await tiny().jpeg({ progressive: true }).toBuffer(), 0xc2),
	],
	['WebP', async () => riff('VP8L', 0x2f, ((SIDE_OF_WEBP - 1) | ((SIDE_OF_WEBP - 1) << 14)) >>> 0)],
	['GIF', async () => hugeGif(await tiny().gif().toBuffer())],
	['AVIF', async () => hugeAvif(await tiny().avif().toBuffer())],
	['TIFF', async () => hugeTiff()],
];
function tiny() {
	return sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } });
}

function pngChunk(name: string, content: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name), content]);
	const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(content.length);
	checksum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, checksum]);
}

function hugePng(): Buffer {
	const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
	header.writeUInt32BE(SIDE, 0);
	header.writeUInt32BE(SIDE, 4);
	return Buffer.concat([
		Buffer.from('89504e470d0a1a0a', 'hex'),
		pngChunk('IHDR', header),
		pngChunk('IDAT', deflateSync(Buffer.alloc(100))),
	]);
}

function resized(jpeg: Buffer, frameMarker: number): Buffer {
	const at = jpeg.indexOf(Buffer.from([0xff, frameMarker]));
	jpeg.writeUInt16BE(SIDE, at + 5);
	jpeg.writeUInt16BE(SIDE, at + 7);
	return jpeg;
}

function riff(name: string, signature: number, sides: number): Buffer {
	const body = Buffer.alloc(10);
	body[0] = signature;
	body.writeUInt32LE(sides, 1);
	const header = Buffer.alloc(20);
	header.write('RIFF');
	header.writeUInt32LE(12 + body.length, 4);
	header.write(`WEBP${name}`, 8);
	header.writeUInt32LE(body.length, 16);
	return Buffer.concat([header, body]);
}

/** The screen and its one picture. */
function hugeGif(gif: Buffer): Buffer {
	const picture = gif.indexOf(Buffer.from([0x2c, 0, 0, 0, 0]));
	for (const at of [6, 8, picture + 5, picture + 7]) gif.writeUInt16LE(SIDE, at);
	return gif;
}

function hugeAvif(avif: Buffer): Buffer {
	for (let at = avif.indexOf('ispe'); at >= 0; at = avif.indexOf('ispe', at + 4)) {
		avif.writeUInt32BE(SIDE, at + 8);
		avif.writeUInt32BE(SIDE, at + 12);
	}
	return avif;
}

function hugeTiff(): Buffer {
	const tags = [
		[256, SIDE],
		[257, SIDE],
		[258, 8],
		[259, 5],
		[262, 1],
		[273, 8],
		[277, 1],
		[278, SIDE],
		[279, 10],
	];
	const entries = tags.map(([tag = 0, value = 0]) => {
		const entry = Buffer.alloc(12);
		entry.writeUInt16LE(tag, 0);
		entry.writeUInt16LE(4, 2);
		entry.writeUInt32LE(1, 4);
		entry.writeUInt32LE(value, 8);
		return entry;
	});
	const start = Buffer.from('49492a0008000000', 'hex');
	return Buffer.concat([start, Buffer.from([entries.length, 0]), ...entries, Buffer.alloc(4)]);
}
