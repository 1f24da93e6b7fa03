import { readSync } from 'node:fs';
import type { ResizeOptions, Sharp, SharpOptions, WebpOptions } from 'sharp';
import type { Animation, Frame } from '../apng';
import type { JobAnswer, JobMessage, JobName, Jobs } from './jobs';

/**
 * A program of its own, started by `programs.ts`: opens images and PDFs of unknown origin. What makes their libraries crash,
 * hang or eat memory ends this process and not n8n's. Nothing of our own is loaded here at run time.
 */

const STANDARD_INPUT = 0;
/** Files are large, and V8 would keep a hundred of them before it looks for garbage by itself. */
const MAX_GARBAGE = 8 * 1024 * 1024;
/** Of an image, and of all pictures of an animation together: looked at before anything is decoded. */
const MAX_PIXELS = 40_000_000;
/** As stickers they are of one size, however small they are. */
const MAX_FRAMES = 250;
/** What is opened: JPEG, PNG, WebP, GIF, AVIF, TIFF. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(
	(format) => `VipsForeignLoad${format}`,
);
/** Of these the decoders give what is there, where something is missing, and leave the rest empty. */
const LENIENT = new Set<string>(['jpeg', 'png', 'gif']);
/** WhatsApp's own thumbnails have about this size. */
const THUMBNAIL = { side: 100, quality: 60 };
const JPEG_QUALITY = 88;
/** Sides of pictures of profiles and groups: WhatsApp's apps make none that is larger, and WhatsApp Web takes none that is smaller. */
const PICTURE_SIDES = { smallest: 192, largest: 640 };
/** More is not seen on a phone. */
const COVER_WIDTH = 1600;
const STICKER_SIDE = 512;
const STICKER: ResizeOptions = {
	width: STICKER_SIDE,
	height: STICKER_SIDE,
	fit: 'contain',
	background: { r: 0, g: 0, b: 0, alpha: 0 },
};
/** Tried in this order until the sticker is small enough. */
const QUALITIES = { still: [90, 75, 60, 40, 20, 5], animated: [75, 50, 30, 15, 5] };

type Work = { [N in JobName]: (input: Jobs[N]['input']) => Promise<Jobs[N]['output']> };

const work: Work = {
	image: async ({ file }) =>
		await opened(file, async (open) => {
			const { format, autoOrient } = await open().metadata();
			const thumbnail = await open()
				.autoOrient()
				.resize({
					width: THUMBNAIL.side,
					height: THUMBNAIL.side,
					fit: 'inside',
					withoutEnlargement: true,
				})
				.flatten({ background: 'white' })
				.jpeg({ quality: THUMBNAIL.quality })
				.toBuffer();
			if (format === 'jpeg' || format === 'png') {
				return { file: null, mimetype: `image/${format}`, ...autoOrient, thumbnail };
			}
			const jpeg = await open()
				.autoOrient()
				.flatten({ background: 'white' })
				.jpeg({ quality: JPEG_QUALITY })
				.toBuffer({ resolveWithObject: true });
			const { width, height } = jpeg.info;
			return { file: jpeg.data, mimetype: 'image/jpeg', width, height, thumbnail };
		}),

	picture: async ({ file }) =>
		await opened(file, async (open) => {
			const { autoOrient } = await open().metadata();
			const { smallest: least, largest: most } = PICTURE_SIDES;
			const side = Math.min(Math.max(Math.min(autoOrient.width, autoOrient.height), least), most);
			const jpeg = await open()
				.autoOrient()
				.resize({ width: side, height: side, fit: 'cover' })
				.flatten({ background: 'white' })
				.jpeg({ quality: JPEG_QUALITY })
				.toBuffer();
			return { file: jpeg, width: side, height: side };
		}),

	cover: async ({ file }) =>
		await opened(file, async (open) => {
			const { data, info } = await open()
				.autoOrient()
				.resize({
					width: COVER_WIDTH,
					height: COVER_WIDTH,
					fit: 'inside',
					withoutEnlargement: true,
				})
				.flatten({ background: 'white' })
				.jpeg({ quality: JPEG_QUALITY })
				.toBuffer({ resolveWithObject: true });
			return { file: data, width: info.width, height: info.height };
		}),

	async sticker({ file, animation, maxBytes }) {
		if (animation) {
			const made = await animated(animation, maxBytes.animated);
			return { file: made, isAnimated: true };
		}
		return await opened(file, async (openOne) => {
			const { format, pages = 1, width, height } = await openOne().metadata();
			// The pages of a TIFF are no animation.
			const isAnimated = pages > 1 && (format === 'gif' || format === 'webp');
			if (isAnimated && pages > MAX_FRAMES) throw new TooLarge();
			const max = isAnimated ? maxBytes.animated : maxBytes.still;
			const isSticker = format === 'webp' && width === STICKER_SIDE && height === STICKER_SIDE;
			if (isSticker && file.length <= max) return { file, isAnimated };
			const made = await smallest(max, isAnimated, () =>
				openOne({ animated: isAnimated }).autoOrient().resize(STICKER),
			);
			return { file: made, isAnimated };
		});
	},

	async pdf({ file }) {
		const { getDocumentProxy } = await available(() => import('unpdf'));
		const document = await getDocumentProxy(new Uint8Array(file));
		return { pages: document.numPages };
	},
};

/** A WebP of at most so many bytes, if that can be had. */
async function smallest(
	max: number,
	isAnimated: boolean,
	open: () => Sharp,
	more: WebpOptions = {},
): Promise<Buffer> {
	let made: Buffer = Buffer.alloc(0);
	for (const quality of isAnimated ? QUALITIES.animated : QUALITIES.still) {
		made = await open()
			.webp({ quality, alphaQuality: quality, effort: isAnimated ? 2 : 4, ...more })
			.toBuffer();
		if (made.length <= max) break;
	}
	return made;
}

/** Each picture of an animation is what stands there when it is shown: over the earlier ones, and in a part of the place. */
async function animated({ width, height, frames }: Animation, max: number): Promise<Buffer> {
	if (frames.length > MAX_FRAMES || width * height * frames.length > MAX_PIXELS)
		throw new TooLarge();
	const sharp = await loadSharp();
	const canvas = Buffer.alloc(width * height * 4);
	const pictures: Buffer[] = [];
	for (const frame of frames) {
		const before = frame.dispose === 'restore' ? Buffer.from(canvas) : undefined;
		const pixels = await sharp(frame.png, { limitInputPixels: MAX_PIXELS })
			.toColourspace('srgb')
			.ensureAlpha()
			.raw({ depth: 'uchar' })
			.toBuffer();
		paint(canvas, width, frame, pixels);
		const raw = { width, height, channels: 4 } as const;
		pictures.push(await sharp(canvas, { raw }).resize(STICKER).raw().toBuffer());
		if (before) before.copy(canvas);
		else if (frame.dispose === 'clear') paint(canvas, width, { ...frame, isOver: false });
	}
	const size = { width: STICKER_SIDE, height: STICKER_SIDE * pictures.length };
	const raw = { ...size, channels: 4, pageHeight: STICKER_SIDE } as const;
	const all = Buffer.concat(pictures);
	const delay = frames.map(({ delayMs }) => delayMs);
	return await smallest(max, true, () => sharp(all, { raw, limitInputPixels: false }), { delay });
}

/** Puts the pixels of a frame, or nothing, into its place. */
function paint(
	canvas: Buffer,
	canvasWidth: number,
	frame: Omit<Frame, 'png'>,
	pixels?: Buffer,
): void {
	const { left, top, width, height, isOver } = frame;
	for (let row = 0; row < height; row++) {
		const to = ((top + row) * canvasWidth + left) * 4;
		const from = row * width * 4;
		if (!pixels) canvas.fill(0, to, to + width * 4);
		else if (!isOver) pixels.copy(canvas, to, from, from + width * 4);
		else for (let at = 0; at < width * 4; at += 4) blend(canvas, to + at, pixels, from + at);
	}
}

/** One pixel over another (https://www.w3.org/TR/png-3/#13Alpha-channel-processing). */
function blend(canvas: Buffer, to: number, pixels: Buffer, from: number): void {
	const over = (pixels[from + 3] ?? 0) / 255;
	if (over === 0) return;
	const under = ((canvas[to + 3] ?? 0) / 255) * (1 - over);
	const alpha = over + under;
	for (let channel = 0; channel < 3; channel++) {
		const mixed = (pixels[from + channel] ?? 0) * over + (canvas[to + channel] ?? 0) * under;
		canvas[to + channel] = Math.round(mixed / alpha);
	}
	canvas[to + 3] = Math.round(alpha * 255);
}

class Unavailable extends Error {}
class TooLarge extends Error {}

/** A library, or the news that this machine has none. */
async function available<T>(load: () => Promise<T>): Promise<T> {
	try {
		return await load();
	} catch {
		throw new Unavailable();
	}
}

async function loadSharp() {
	const { default: sharp } = await available(() => import('sharp'));
	// libvips looks for itself what a file is, and finds more in it than whoever let it pass: an SVG is a program, almost.
	sharp.block({ operation: ['VipsForeignLoad'] });
	sharp.unblock({ operation: LOADERS });
	// What it keeps for a next image of the same kind costs memory; there may be none.
	sharp.cache(false);
	sharp.concurrency(1);
	return sharp;
}

type Open = (options?: SharpOptions) => Sharp;

/** Works on an image, also on one that is not quite whole: every viewer shows a photo that lacks its last bytes. */
async function opened<T>(file: Uint8Array, job: (open: Open) => Promise<T>): Promise<T> {
	const sharp = await loadSharp();
	const opener =
		(failOn: 'error' | 'truncated' | 'none'): Open =>
		(options) =>
			sharp(file, { failOn, limitInputPixels: MAX_PIXELS, ...options });
	try {
		return await job(opener('error'));
	} catch (error) {
		if (isTooLarge(error)) throw new TooLarge();
		const { format } = await opener('none')().metadata();
		if (!LENIENT.has(format)) throw error;
		// Whole, with a checksum that is wrong.
		const isWhole = await opener('truncated')()
			.stats()
			.then(
				() => true,
				() => false,
			);
		const lenient = opener(isWhole ? 'truncated' : 'none');
		if (!isWhole && (await lacksItsEnd(lenient))) throw error;
		return await job(lenient);
	}
}

function isTooLarge(error: unknown): boolean {
	return error instanceof TooLarge || /pixel limit/.test((error as Error).message);
}

/** Whether the lowest tenth of an image is what decoders put where nothing came: grey in a JPEG, else nothing. */
async function lacksItsEnd(open: Open): Promise<boolean> {
	const { width, height, format } = await open().metadata();
	const tenth = Math.ceil(height / 10);
	const { data, info } = await open()
		.extract({ left: 0, top: height - tenth, width, height: tenth })
		.toColourspace('srgb')
		.raw()
		.toBuffer({ resolveWithObject: true });
	const empty = format === 'jpeg' ? 128 : 0;
	const colors = info.channels === 2 || info.channels === 4 ? info.channels - 1 : info.channels;
	return data.every(
		(value, index) => index % info.channels >= colors || Math.abs(value - empty) < 2,
	);
}

async function answer({ name, size, options }: JobMessage): Promise<JobAnswer> {
	try {
		const input = { ...options, file: readFile(size) };
		return { output: await work[name](input as never) };
	} catch (error) {
		if (error instanceof Unavailable) return { problem: 'unavailable' };
		return { problem: error instanceof TooLarge ? 'tooLarge' : 'unreadable' };
	}
}

/** There is nothing else to do meanwhile. */
function readFile(size: number): Buffer {
	const file = Buffer.allocUnsafeSlow(size);
	for (let at = 0; at < size; ) {
		const count = readSync(STANDARD_INPUT, file, at, size - at, null);
		if (count === 0) end();
		at += count;
	}
	return file;
}

/** Whoever started it is gone. exit() would wait for an image that sharp is at work on in another thread. */
function end(): void {
	process.kill(process.pid, 'SIGKILL');
}

/** Bytes of files since it was made to look. */
let garbage = 0;

process.on('message', (message: JobMessage) => {
	void answer(message).then((result) => {
		process.send?.(result);
		garbage += message.size;
		if (garbage < MAX_GARBAGE) return;
		garbage = 0;
		setImmediate(() => globalThis.gc?.());
	});
});
process.on('disconnect', end);
