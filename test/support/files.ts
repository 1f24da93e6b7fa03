import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { crc32, deflateSync } from 'node:zlib';

/** Files to send, made on the spot. */

const PNG_SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

/**
 * Noise, which cannot be made smaller: about as many bytes as asked for. Not by pngjs, which goes through every pixel: within
 * Jest that takes seconds.
 */
export function png({ bytes = 2_000 } = {}): Buffer {
	const side = Math.ceil(Math.sqrt(bytes / 3));
	const header = Buffer.alloc(13);
	header.writeUInt32BE(side, 0);
	header.writeUInt32BE(side, 4);
	// 8 bits of red, green and blue.
	header.set([8, 2], 8);
	const row = 1 + side * 3;
	const rows = randomBytes(side * row);
	// Each begins with its filter: none.
	for (let y = 0; y < side; y++) rows[y * row] = 0;
	const pixels = deflateSync(rows, { level: 0 });
	return Buffer.concat([
		PNG_SIGNATURE,
		pngChunk('IHDR', header),
		pngChunk('IDAT', pixels),
		pngChunk('IEND', Buffer.alloc(0)),
	]);
}

function pngChunk(type: string, data: Buffer): Buffer {
	const numbers = Buffer.alloc(8);
	const body = Buffer.concat([Buffer.from(type), data]);
	numbers.writeUInt32BE(data.length, 0);
	numbers.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([numbers.subarray(0, 4), body, numbers.subarray(4)]);
}

/** A document with this many pages, with nothing on them. */
export function pdf({ pages = 1 } = {}): Buffer {
	const kids = Array.from({ length: pages }, (_, page) => `${page + 3} 0 R`);
	const objects = [
		'<</Type/Catalog/Pages 2 0 R>>',
		`<</Type/Pages/Count ${pages}/Kids[${kids.join(' ')}]>>`,
		...kids.map(() => '<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>'),
	];
	let text = '%PDF-1.4\n';
	const offsets = objects.map((body, index) => {
		const offset = text.length;
		text += `${index + 1} 0 obj${body}endobj\n`;
		return String(offset).padStart(10, '0');
	});
	const entries = offsets.map((offset) => `${offset} 00000 n \n`).join('');
	const size = objects.length + 1;
	const table = `xref\n0 ${size}\n0000000000 65535 f \n${entries}`;
	return Buffer.from(
		`${text}${table}trailer<</Size ${size}/Root 1 0 R>>\nstartxref\n${text.length}\n%%EOF`,
	);
}

const MEGABYTE = 1024 * 1024;

/** Looks like a GIF at its beginning and is far too large for a sticker. */
export function bigGif({ bytes = 20 * MEGABYTE } = {}): Buffer {
	const gif = Buffer.alloc(bytes);
	gif.write('GIF89a', 'latin1');
	gif.writeUInt16LE(500, 6);
	gif.writeUInt16LE(500, 8);
	return gif;
}

/** A video of a second; ffmpeg is a part of what `npm test` sets up. */
export async function mp4(): Promise<Buffer> {
	return await ffmpeg(
		'-f lavfi -i testsrc=size=64x64:rate=10:duration=1 -pix_fmt yuv420p',
		'a.mp4',
	);
}

/** A tone, not compressed. */
export function wav({ seconds = 1 } = {}): Buffer {
	const rate = 8_000;
	const samples = Buffer.alloc(rate * seconds * 2);
	for (let at = 0; at < samples.length; at += 2) {
		samples.writeInt16LE(Math.round(20_000 * Math.sin(at / 8)), at);
	}
	const header = Buffer.alloc(44);
	header.write('RIFF', 0);
	header.writeUInt32LE(36 + samples.length, 4);
	header.write('WAVEfmt ', 8);
	header.writeUInt32LE(16, 16);
	header.writeUInt16LE(1, 20);
	header.writeUInt16LE(1, 22);
	header.writeUInt32LE(rate, 24);
	header.writeUInt32LE(rate * 2, 28);
	header.writeUInt16LE(2, 32);
	header.writeUInt16LE(16, 34);
	header.write('data', 36);
	header.writeUInt32LE(samples.length, 40);
	return Buffer.concat([header, samples]);
}

/** A voice message of a second. */
export async function ogg(): Promise<Buffer> {
	return await ffmpeg('-f lavfi -i sine=duration=1 -c:a libopus -ac 1', 'a.ogg');
}

/** An animation of a second. */
export async function gif({ size = '64x64' } = {}): Promise<Buffer> {
	return await ffmpeg(`-f lavfi -i testsrc=size=${size}:rate=5:duration=1`, 'a.gif');
}

/** Any file that ffmpeg makes; the name of the output says of which kind. */
export async function ffmpeg(parameters: string, output: string): Promise<Buffer> {
	const folder = await mkdtemp(join(tmpdir(), 'whatsapp-linked-file-'));
	try {
		const file = join(folder, output);
		await promisify(execFile)('ffmpeg', ['-v', 'error', ...parameters.split(' '), file]);
		return await readFile(file);
	} finally {
		await rm(folder, { recursive: true });
	}
}
