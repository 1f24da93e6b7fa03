import type { Sharp, SharpOptions } from 'sharp';
import type { JobAnswer, JobMessage, JobName, Jobs } from './jobs';

/**
 * A program of its own, started by `programs.ts`: opens images and PDFs of unknown origin. What makes their libraries crash,
 * hang or eat memory ends this process and not n8n's. Nothing of our own is loaded here at run time.
 */

const MAX_PIXELS = 100_000_000;
/** All frames of an animation together. */
const MAX_ANIMATED_PIXELS = 150_000_000;
/** What is opened: JPEG, PNG, WebP, GIF, AVIF, TIFF. */
const LOADERS = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif', 'Tiff'].map(
	(format) => `VipsForeignLoad${format}`,
);
/** WhatsApp's own thumbnails have about this size. */
const THUMBNAIL = { side: 100, quality: 60 };
const JPEG_QUALITY = 88;
const STICKER_SIDE = 512;
/** Tried in this order until the sticker is small enough. */
const QUALITIES = { still: [90, 75, 60, 40, 20, 5], animated: [75, 50, 30, 15, 5] };

type Work = { [N in JobName]: (input: Jobs[N]['input']) => Promise<Jobs[N]['output']> };

const work: Work = {
	async image({ file }) {
		const open = await sharpOpener(file, { limitInputPixels: MAX_PIXELS });
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
	},

	async sticker({ file, maxBytes }) {
		const open = await sharpOpener(file, {
			limitInputPixels: MAX_ANIMATED_PIXELS,
			animated: true,
		});
		const { format, pages = 1, width, pageHeight, height } = await open().metadata();
		const isAnimated = pages > 1;
		const max = isAnimated ? maxBytes.animated : maxBytes.still;
		const isSticker =
			format === 'webp' && width === STICKER_SIDE && (pageHeight ?? height) === STICKER_SIDE;
		if (isSticker && file.length <= max) return { file, isAnimated };
		let made = file;
		for (const quality of isAnimated ? QUALITIES.animated : QUALITIES.still) {
			made = await open()
				.autoOrient()
				.resize({
					width: STICKER_SIDE,
					height: STICKER_SIDE,
					fit: 'contain',
					background: { r: 0, g: 0, b: 0, alpha: 0 },
				})
				.webp({ quality, alphaQuality: quality, effort: isAnimated ? 2 : 4 })
				.toBuffer();
			if (made.length <= max) break;
		}
		return { file: made, isAnimated };
	},

	async pdf({ file }) {
		const { getDocumentProxy } = await available(() => import('unpdf'));
		const document = await getDocumentProxy(new Uint8Array(file));
		return { pages: document.numPages };
	},
};

class Unavailable extends Error {}

/** A library, or the news that this machine has none. */
async function available<T>(load: () => Promise<T>): Promise<T> {
	try {
		return await load();
	} catch {
		throw new Unavailable();
	}
}

async function sharpOpener(file: Uint8Array, options: SharpOptions): Promise<() => Sharp> {
	const { default: sharp } = await available(() => import('sharp'));
	// libvips looks for itself what a file is, and finds more in it than whoever let it pass: an SVG is a program, almost.
	sharp.block({ operation: ['VipsForeignLoad'] });
	sharp.unblock({ operation: LOADERS });
	// What it keeps for a next image of the same kind costs memory; there may be none.
	sharp.cache(false);
	sharp.concurrency(1);
	return () => sharp(file, { failOn: 'error', ...options });
}

async function answer({ name, input }: JobMessage): Promise<JobAnswer> {
	try {
		return { output: await work[name](input as never) };
	} catch (error) {
		return { problem: error instanceof Unavailable ? 'unavailable' : 'unreadable' };
	}
}

process.on('message', (message: JobMessage) => {
	void answer(message).then((result) => {
		process.send?.(result);
		// Files are large, and V8 would keep a hundred of them before it looks.
		setImmediate(() => globalThis.gc?.());
	});
});
// Whoever started it is gone. exit() would wait for an image that sharp is at work on in another thread.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'));
