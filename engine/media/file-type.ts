import { EngineError, type MediaKind, type StoreMedia } from '../gateway/contract';
import { mayBeDocument } from './kinds';

/** So much of the beginning tells what a file is. */
export const HEAD_BYTES = 64 * 1024;

/** What the bytes say that a file is; undefined where they do not tell. */
export async function typeOf(head: Buffer): Promise<string | undefined> {
	const { fileTypeFromBuffer } = await import('file-type');
	// It throws where the beginning of a file says more than there is.
	const found = await fileTypeFromBuffer(head).catch(() => undefined);
	return found?.mime;
}

/** What types are called in a sentence. */
const NAMES: Readonly<Record<string, string>> = {
	'application/pdf': 'a PDF',
	'application/zip': 'a ZIP archive',
	'video/webm': 'a WebM video',
	'video/matroska': 'a Matroska video',
	'video/vnd.avi': 'an AVI video',
	'image/heic': 'a HEIC image',
};

const WANTED: Readonly<Record<MediaKind, string>> = {
	image: 'an image',
	video: 'an MP4 video',
	gif: 'an MP4 video or a GIF',
	videoNote: 'an MP4 video',
	audio: 'an audio file that WhatsApp plays (MP3, M4A, AAC, OGG, AMR, WAV)',
	voice: 'an audio file',
	document: 'a document',
	sticker: 'an image',
	linkThumbnail: 'an image',
	picture: 'an image',
	productImage: 'an image',
	cover: 'an image',
};

const EXAMPLE: Partial<Record<MediaKind, string>> = {
	picture: ', for example a JPEG or PNG',
	image: ', for example a JPEG or PNG',
	productImage: ', for example a JPEG or PNG',
	cover: ', for example a JPEG or PNG',
};

/** Error of a file that is not what it is to be sent as. */
export function wrongKind(details: StoreMedia, type: string | undefined): EngineError {
	const wanted = WANTED[details.kind];
	return new EngineError(
		'UNSUPPORTED_MEDIA',
		type ? `The file is ${nameOf(type)}, not ${wanted}.` : `The file is not ${wanted}.`,
		mayBeDocument(details)
			? `Use Send Document, or choose ${wanted}.`
			: `Choose ${wanted}${EXAMPLE[details.kind] ?? ''}.`,
	);
}

function nameOf(type: string): string {
	const [family = '', subtype = ''] = type.split('/');
	const short = subtype.replace(/^(x-|vnd\.)/, '').toUpperCase();
	const known = NAMES[type];
	if (known) return known;
	if (family === 'image') return `${article(short)} ${short} image`;
	if (family === 'video') return `${article(short)} ${short} video`;
	if (family === 'audio') return `${article(short)} ${short} audio file`;
	return `of the type ${type}`;
}

function article(word: string): string {
	return /^[AEFHILMNORSX]/.test(word) ? 'an' : 'a';
}
