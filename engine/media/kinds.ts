import type { MediaKind, StoreMedia } from '../gateway/contract';

const MB = 1024 * 1024;

/**
 * The largest file of each kind that is taken in. Documents: WhatsApp's own limit. Video and audio: WhatsApp's limit for
 * media that plays in the chat (https://faq.whatsapp.com: 2 GB for documents, 100 MB for media on phones). The others are held in
 * memory while they are looked at or converted: what WhatsApp's own apps took as a photo or voice message at most, and for
 * stickers, which are made small anyway, enough for any animation that can be.
 */
const MAX_BYTES: Readonly<Record<MediaKind, number>> = {
	image: 16 * MB,
	video: 100 * MB,
	gif: 100 * MB,
	videoNote: 100 * MB,
	audio: 100 * MB,
	voice: 16 * MB,
	document: 2048 * MB,
	sticker: 10 * MB,
	linkThumbnail: 16 * MB,
	picture: 16 * MB,
	productImage: 16 * MB,
	cover: 16 * MB,
};

/** Z-API's limit for the video of a status. */
const MAX_STATUS_VIDEO = 10 * MB;

/** The largest file that is taken in, in bytes. */
export function maxBytesOf({ kind, forStatus }: StoreMedia): number {
	return kind === 'video' && forStatus ? MAX_STATUS_VIDEO : MAX_BYTES[kind];
}

/** Whether what cannot be sent as it is wished can go as a document instead. */
export function mayBeDocument({ kind, forStatus }: StoreMedia): boolean {
	return !['picture', 'productImage', 'cover'].includes(kind) && !forStatus;
}

/** WhatsApp's name for the kind of a file, on its media hosts. */
export type WireType =
	| 'image'
	| 'video'
	| 'audio'
	| 'document'
	| 'sticker'
	| 'thumbnail-link'
	| 'product-catalog-image'
	| 'biz-cover-photo';

export const WIRE_TYPE: Readonly<Record<MediaKind, WireType>> = {
	image: 'image',
	video: 'video',
	gif: 'video',
	videoNote: 'video',
	audio: 'audio',
	voice: 'audio',
	document: 'document',
	sticker: 'sticker',
	linkThumbnail: 'thumbnail-link',
	// It is not uploaded: its type is only that of its seal in the spool.
	picture: 'image',
	productImage: 'product-catalog-image',
	cover: 'biz-cover-photo',
};
