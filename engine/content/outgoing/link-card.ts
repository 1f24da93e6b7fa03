import type { proto } from '@whiskeysockets/baileys';
import type { UploadedFile } from './kind';

/** What is shown of a link in a text. */
export interface LinkCard {
	/** The link as it stands in the text. */
	url: string;
	title: string;
	description?: string | null;
	image?: UploadedFile;
	/** The image goes over the full width. */
	isLarge?: boolean;
}

/** The text with the card of its link. */
export function withLinkCard(text: string, card: LinkCard): proto.Message.IExtendedTextMessage {
	const { url, title, description, image, isLarge } = card;
	return {
		text,
		matchedText: url,
		title,
		...(description && { description }),
		previewType: 0,
		...(image?.thumbnail && { jpegThumbnail: image.thumbnail }),
		...(image && isLarge && largeImage(image)),
	};
}

/** The small image is in the message itself, the large one on WhatsApp's servers. */
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
