import { createReadStream, statSync } from 'node:fs';
import type { MediaKind } from '../gateway/contract';
import { WIRE_TYPE, type WireType } from './kinds';
import type { FileUpload } from './media-host';
import type { MediaRow } from './media-table';
import type { Spool } from './spool';

/** Where files of a type are put (Baileys' MEDIA_PATH_MAP). */
export const UPLOAD_FOLDER: Readonly<Record<WireType, string>> = {
	image: '/mms/image',
	sticker: '/mms/image',
	video: '/mms/video',
	audio: '/mms/audio',
	document: '/mms/document',
	'thumbnail-link': '/mms/image',
	'product-catalog-image': '/product/image',
	'biz-cover-photo': '/pps/biz-cover-photo',
};

/** Where files of channels are put: WhatsApp shows none that lie elsewhere (zapo, NEWSLETTER_MEDIA_UPLOAD_PATHS). */
const OPEN: Readonly<Partial<Record<MediaKind, string>>> = {
	image: '/newsletter/newsletter-image',
	video: '/newsletter/newsletter-video',
	gif: '/newsletter/newsletter-gif',
	audio: '/newsletter/newsletter-audio',
	voice: '/newsletter/newsletter-ptt',
	document: '/newsletter/newsletter-document',
};

/** So much is read at once: each time costs, whatever its size. */
const PIECE_BYTES = 512 * 1024;

/** A file that was found in the spool as it is uploaded: sealed as it lies there, or for everybody to open. */
export function uploadOf(
	spool: Pick<Spool, 'read'>,
	{ id, path }: { id: string; path: string },
	row: MediaRow,
	isOpen: boolean,
): FileUpload {
	const type = WIRE_TYPE[row.kind];
	const bytes = (text: string) => Buffer.from(text, 'base64');
	if (!isOpen) {
		return {
			folder: UPLOAD_FOLDER[type],
			hash: bytes(row.encSha256),
			size: statSync(path).size,
			read: () => createReadStream(path, { highWaterMark: PIECE_BYTES }),
		};
	}
	const file = { id, type, mediaKey: bytes(row.mediaKey), sha256: bytes(row.sha256) };
	return {
		folder: OPEN[row.kind] ?? UPLOAD_FOLDER[type],
		hash: file.sha256,
		size: row.size,
		read: () => spool.read(file),
	};
}
