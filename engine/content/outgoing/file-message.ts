import type { proto } from '@whiskeysockets/baileys';
import type { Mentions } from '../../gateway/contract';
import { checkLength, invalid } from './checks';
import type { UploadedFile, WireMessage } from './kind';
import { checkMentions } from './mentions';

/** Under a file: WhatsApp's apps take no more. */
export const MAX_CAPTION = 1_024;

/** What every message with a file says of it. */
export function fileReference(file: UploadedFile) {
	const { url, directPath, mediaKey, mediaKeyTimestamp } = file;
	const { fileSha256, fileEncSha256, fileLength, mimetype } = file;
	return {
		...{ url, directPath, mediaKey, mediaKeyTimestamp },
		...{ fileSha256, fileEncSha256, fileLength, mimetype },
	};
}

export function imageMessage(file: UploadedFile): proto.Message.IImageMessage {
	return { ...fileReference(file), ...picture(file) };
}

export function videoMessage(file: UploadedFile): proto.Message.IVideoMessage {
	return { ...imageMessage(file), ...(file.seconds !== null && { seconds: file.seconds }) };
}

/** What shows before the file is downloaded. */
function picture({ width, height, thumbnail }: UploadedFile) {
	return {
		...(width !== null && height !== null && { width, height }),
		...(thumbnail && { jpegThumbnail: thumbnail }),
	};
}

/** Errors: INVALID_CONTENT. */
export function checkFile(mediaId: string, caption?: string): void {
	if (mediaId === '') throw invalid('There is no file to send.', 'Choose a file.');
	checkLength('The caption', caption, MAX_CAPTION);
}

/** Of files that words go with. Errors: INVALID_CONTENT, INVALID_RECIPIENT. */
export function checkCaptioned(content: Mentions & { mediaId: string; caption?: string }): void {
	checkFile(content.mediaId, content.caption);
	checkMentions(content);
}

/** Sound has an envelope of its own. */
export function seenOnce(message: WireMessage): WireMessage {
	return message.audioMessage
		? { viewOnceMessageV2Extension: { message } }
		: { viewOnceMessageV2: { message } };
}
