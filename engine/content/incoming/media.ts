import type { proto } from '@whiskeysockets/baileys';
import type { IncomingMedia } from '../../gateway/contract';
import { fileNameIn, mimetypeIn } from '../file-words';
import type { Read } from './reader';
import { amount, atMost, hex, words } from './values';

/** What messages with a file have, each kind some of it. */
interface FileFields {
	mimetype?: string | null;
	fileName?: string | null;
	fileLength?: Parameters<typeof amount>[0];
	seconds?: number | null;
	width?: number | null;
	height?: number | null;
	pageCount?: number | null;
	isAnimated?: boolean | null;
	fileSha256?: Uint8Array | null;
}

export function mediaOf(file: FileFields): IncomingMedia {
	return {
		mimetype: mimetypeIn(file.mimetype) ?? 'application/octet-stream',
		fileName: fileNameIn(file.fileName),
		size: amount(file.fileLength),
		seconds: amount(file.seconds),
		width: amount(file.width),
		height: amount(file.height),
		pages: amount(file.pageCount),
		animated: file.isAnimated === true,
		sha256: hex(file.fileSha256),
	};
}

export function image(body: proto.Message.IImageMessage): Read {
	return { type: 'image', text: words(body.caption), media: mediaOf(body) };
}

export function video(body: proto.Message.IVideoMessage): Read {
	const type = body.gifPlayback ? 'gif' : 'video';
	return { type, text: words(body.caption), media: mediaOf(body) };
}

export function videoNote(body: proto.Message.IVideoMessage): Read {
	return { type: 'videoNote', text: words(body.caption), media: mediaOf(body) };
}

export function audio(body: proto.Message.IAudioMessage): Read {
	return { type: body.ptt ? 'voice' : 'audio', text: null, media: mediaOf(body) };
}

export function document(body: proto.Message.IDocumentMessage): Read {
	const fileName = body.fileName || body.title;
	return {
		type: 'document',
		text: words(body.caption),
		media: mediaOf({ ...body, fileName }),
	};
}

export function sticker(body: proto.Message.IStickerMessage): Read {
	return { type: 'sticker', text: null, media: mediaOf(body) };
}

export function stickerPack(body: proto.Message.IStickerPackMessage): Read {
	const { name, publisher, caption, stickers } = body;
	return {
		type: 'stickerPack',
		text: words(caption),
		stickerPack: {
			name: words(name),
			publisher: words(publisher),
			stickers: atMost(stickers).length,
		},
	};
}

export function album(body: proto.Message.IAlbumMessage): Read {
	const { expectedImageCount, expectedVideoCount } = body;
	return {
		type: 'album',
		text: null,
		album: { images: expectedImageCount ?? 0, videos: expectedVideoCount ?? 0 },
	};
}
