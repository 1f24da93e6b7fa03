/** Files on their way through the door. Their bytes are the one thing that is not JSON: they come and go as streams. */

/**
 * What a file is to be sent as. `voice` is audio that shows as a voice message, `linkThumbnail` an image of a link's card,
 * `picture` what the profile or a group shows, `productImage` an image of a product in the catalog,
 * `cover` what a business shows above its profile.
 */
export type MediaKind =
	| 'image'
	| 'video'
	| 'gif'
	| 'videoNote'
	| 'audio'
	| 'voice'
	| 'document'
	| 'sticker'
	| 'linkThumbnail'
	| 'picture'
	| 'productImage'
	| 'cover';

export interface StoreMedia {
	kind: MediaKind;
	/** It is to be posted as a status: a video has another limit there, and a document is no way out. */
	forStatus?: boolean;
	/** What its source says it is. The bytes have the last word, but for documents. */
	mimetype?: string;
	fileName?: string;
	/** For stickers: shown by WhatsApp under the sticker. */
	author?: string;
	pack?: string;
}

/** A file that the engine has taken in: checked, converted where needed, and encrypted for WhatsApp on disk. */
export interface StoredMedia {
	mediaId: string;
	kind: MediaKind;
	mimetype: string;
	fileName: string | null;
	/** Bytes, as the recipient gets them. */
	size: number;
	seconds: number | null;
	width: number | null;
	height: number | null;
	/** Pages of a PDF. */
	pages: number | null;
	/** What could not be done as asked, in a sentence for the user: a voice message that became a plain audio file. */
	note: string | null;
}

/** Names the file of a message: by ID while the engine remembers it, else by the trigger's `reference`. */
export interface OpenMessageFile {
	messageId: string;
	reference?: string;
	/** Bytes; a larger file is an error before anything is downloaded. */
	maxSize: number;
}

/** Names a picture by the URL that WhatsApp told of it. */
export interface OpenPicture {
	pictureUrl: string;
}

export type OpenMedia = OpenMessageFile | OpenPicture;

export interface OpenedMedia {
	kind: MediaKind;
	mimetype: string;
	/** As its sender named it, else made from kind, message ID and type. */
	fileName: string;
	size: number | null;
}
