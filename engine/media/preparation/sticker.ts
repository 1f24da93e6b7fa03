import { createHash } from 'node:crypto';
import { EngineError, type StoreMedia } from '../../gateway/contract';
import { animationIn } from '../apng';
import { convert } from '../conversion/programs';
import { wrongKind } from '../file-type';
import { sizeOf } from '../intake';
import { stickerExif, withExif } from '../webp-exif';
import { notConverted, type Made, type Prepare } from './preparation';

/** WhatsApp's limits (https://github.com/WhatsApp/stickers/blob/main/Android/README.md). */
const MAX_BYTES = { still: 100 * 1024, animated: 500 * 1024 };
/** WebP's header for a file with EXIF, and that of the EXIF chunk. */
const OVERHEAD = 32;
const SIDE = 512;

export const sticker: Prepare = ({ type, details }) => {
	if (!type?.startsWith('image/')) throw wrongKind(details, type);
	return {
		mimetype: 'image/webp',
		convert: async (file, signal) => await made(file, details, signal),
	};
};

async function made(
	pieces: readonly Uint8Array[],
	details: StoreMedia,
	signal: AbortSignal,
): Promise<Made> {
	const file = Buffer.concat(pieces);
	const exif = exifOf(details);
	const taken = exif ? exif.length + OVERHEAD : 0;
	const maxBytes = {
		still: MAX_BYTES.still - taken,
		animated: MAX_BYTES.animated - taken,
	};
	const input = { file: [file], maxBytes, animation: animationIn(file) };
	const result = await convert('sticker', input, signal).catch((error: unknown) => {
		throw notConverted('The image', error);
	});
	const { isAnimated } = result;
	const max = isAnimated ? maxBytes.animated : maxBytes.still;
	if (result.file.length > max) throw tooLarge(result.file.length, isAnimated);
	const webp = Buffer.from(result.file);
	return {
		file: exif ? withExif(webp, exif) : webp,
		facts: { isAnimated, width: SIDE, height: SIDE },
	};
}

function exifOf({ author = '', pack = '' }: StoreMedia): Buffer | undefined {
	if (author === '' && pack === '') return undefined;
	// The same pack has the same ID, or WhatsApp would take each sticker for a pack of its own.
	const packId = createHash('sha256').update(`${pack}\0${author}`).digest('hex').slice(0, 32);
	return stickerExif({ packId, pack, author });
}

function tooLarge(size: number, isAnimated: boolean): EngineError {
	return new EngineError(
		'MEDIA_TOO_LARGE',
		`The sticker has ${sizeOf(size)} even at the lowest quality; WhatsApp takes ${sizeOf(isAnimated ? MAX_BYTES.animated : MAX_BYTES.still)}.`,
		isAnimated
			? 'Use a shorter animation, or one with fewer colors and less movement.'
			: 'Use a simpler image.',
	);
}
