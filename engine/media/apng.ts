import { crc32 } from 'node:zlib';

/**
 * Animated PNGs (https://www.w3.org/TR/png-3/#apng-frame-based-animation), which the image library takes for their first
 * picture: taken apart here into PNGs of one picture each. Nothing is decompressed.
 */

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');
const HEADER = 'IHDR';
const END = 'IEND';
/** Of a chunk, besides its content: length, name, checksum. */
const CHUNK_BYTES = 12;
const CONTROL_BYTES = 26;
const SEQUENCE_BYTES = 4;
/** What it takes to read a picture; the rest says how to show its colors. */
const NEEDED = new Set(['PLTE', 'tRNS']);
const NEEDED_BYTES = 768;
/** So many pictures an animation may have (conversion/program.ts). */
const MAX_FRAMES = 250;
/** Whoever makes more of a file of some megabytes wants us to be busy. */
const MAX_CHUNKS = 20_000;

export interface Animation {
	width: number;
	height: number;
	frames: Frame[];
}

export interface Frame {
	/** A PNG with this picture alone. */
	png: Uint8Array;
	width: number;
	height: number;
	left: number;
	top: number;
	delayMs: number;
	/** What becomes of its place when it has been shown. */
	dispose: 'keep' | 'clear' | 'restore';
	/** Whether what is under it shows through. */
	isOver: boolean;
}

const DISPOSALS = ['keep', 'clear', 'restore'] as const;

interface Control extends Omit<Frame, 'png'> {
	data: Buffer[];
}

/** Undefined where a file does not move, or is not such a file. */
export function animationIn(file: Buffer): Animation | undefined {
	if (!file.subarray(0, SIGNATURE.length).equals(SIGNATURE)) return undefined;
	let header: Buffer | undefined;
	const common: Buffer[] = [];
	const frames: Control[] = [];
	let isInData = false;
	for (const { name, content } of chunksOf(file)) {
		if (name === HEADER) header = content;
		else if (name === 'fcTL') {
			if (content.length < CONTROL_BYTES) return undefined;
			frames.push(controlIn(content));
		} else if (name === 'IDAT') {
			isInData = true;
			// Without a control before it, it is what others show instead of the animation.
			frames.at(-1)?.data.push(content);
		} else if (name === 'fdAT') frames.at(-1)?.data.push(content.subarray(SEQUENCE_BYTES));
		else if (!isInData && NEEDED.has(name) && content.length <= NEEDED_BYTES && common.length < 2) {
			common.push(chunk(name, content));
		}
	}
	if (!header || header.length < 13) return undefined;
	const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
	const whole = frames.filter(
		(frame) =>
			frame.data.length > 0 &&
			frame.width > 0 &&
			frame.height > 0 &&
			frame.left + frame.width <= width &&
			frame.top + frame.height <= height,
	);
	if (whole.length < 2) return undefined;
	const png = ({ data, ...frame }: Control): Frame => ({
		...frame,
		png: pngOf(header, frame, common, data),
	});
	// One more, where there are too many, tells that.
	return { width, height, frames: whole.slice(0, MAX_FRAMES + 1).map(png) };
}

function controlIn(content: Buffer): Control {
	const [number, of] = [content.readUInt16BE(20), content.readUInt16BE(22)];
	return {
		width: content.readUInt32BE(4),
		height: content.readUInt32BE(8),
		left: content.readUInt32BE(12),
		top: content.readUInt32BE(16),
		delayMs: Math.round((number * 1000) / (of || 100)),
		dispose: DISPOSALS[content[24] ?? 0] ?? 'keep',
		isOver: content[25] === 1,
		data: [],
	};
}

function pngOf(
	header: Buffer,
	{ width, height }: { width: number; height: number },
	common: readonly Buffer[],
	data: readonly Buffer[],
): Buffer {
	const own = Buffer.from(header);
	own.writeUInt32BE(width, 0);
	own.writeUInt32BE(height, 4);
	return Buffer.concat([
		SIGNATURE,
		chunk(HEADER, own),
		...common,
		...data.map((content) => chunk('IDAT', content)),
		chunk(END, Buffer.alloc(0)),
	]);
}

function* chunksOf(file: Buffer): Generator<{ name: string; content: Buffer }> {
	let at = SIGNATURE.length;
	for (let count = 0; count < MAX_CHUNKS && at + CHUNK_BYTES <= file.length; count++) {
		const length = file.readUInt32BE(at);
		const name = file.toString('latin1', at + 4, at + 8);
		if (name === END) return;
		yield { name, content: file.subarray(at + 8, at + 8 + length) };
		at += CHUNK_BYTES + length;
	}
}

function chunk(name: string, content: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name, 'latin1'), content]);
	const whole = Buffer.alloc(CHUNK_BYTES + content.length);
	whole.writeUInt32BE(content.length, 0);
	named.copy(whole, 4);
	whole.writeUInt32BE(crc32(named), 4 + named.length);
	return whole;
}
