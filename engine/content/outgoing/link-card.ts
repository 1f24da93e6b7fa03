import type { proto } from '@whiskeysockets/baileys';
import type { UploadedFile } from './kind';

/** What is shown of a link in a text. */
export interface LinkCard {
	/** The link as it stands in the text. */
	url: string;
	title: string;
	description?: string | null;
	/** A small image, in the message itself. */
	thumbnail?: Uint8Array | null;
	/** One that goes over the full width. */
	large?: UploadedFile;
}

/** The text with the card of its link. */
export function withLinkCard(text: string, card: LinkCard): proto.Message.IExtendedTextMessage {
	const { url, title, description, thumbnail, large } = card;
	return {
		text,
		matchedText: url,
		title,
		...(description && { description }),
		previewType: 0,
		...(thumbnail && { jpegThumbnail: thumbnail }),
		...(large && largeImage(large)),
	};
}

/** It is on WhatsApp's servers. */
function largeImage(image: UploadedFile): proto.Message.IExtendedTextMessage {
	return {
		thumbnailDirectPath: image.directPath,
		thumbnailSha256: image.fileSha256,
		thumbnailEncSha256: image.fileEncSha256,
		mediaKey: image.mediaKey,
		mediaKeyTimestamp: image.mediaKeyTimestamp,
		thumbnailWidth: image.width,
		thumbnailHeight: image.height,
	};
}
