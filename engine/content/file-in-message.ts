import type { proto } from '@whiskeysockets/baileys';
import type { MediaKind } from '../gateway/contract';
import { fileNameIn, mimetypeIn } from './file-words';
import { innermost } from './wrappers';

/** The file that a message tells of: every word of it is the sender's. */
export interface FileInMessage {
	kind: MediaKind;
	mimetype: string;
	fileName: string | null;
	/** Bytes. */
	size: number | null;
	url: string | null;
	directPath: string | null;
	/** Null: it lies there openly, as all files of channels do. */
	mediaKey: Uint8Array | null;
	sha256: Uint8Array | null;
	encSha256: Uint8Array | null;
}

/** What the messages with a file have in common. */
interface FileFields {
	mimetype?: string | null;
	fileName?: string | null;
	/** Of a document. */
	title?: string | null;
	fileLength?: number | { toString(): string } | null;
	url?: string | null;
	directPath?: string | null;
	mediaKey?: Uint8Array | null;
	fileSha256?: Uint8Array | null;
	fileEncSha256?: Uint8Array | null;
}

type FileMessages = Pick<
	proto.IMessage,
	| 'imageMessage'
	| 'videoMessage'
	| 'ptvMessage'
	| 'audioMessage'
	| 'documentMessage'
	| 'stickerMessage'
>;

const UNKNOWN_TYPE = 'application/octet-stream';

/** Undefined where a message has no file, or none that can be opened. */
export function fileIn(message: proto.IMessage): FileInMessage | undefined {
	const inner = innermost(message);
	const found = bodyOf(inner) ?? bodyOf(headerIn(inner));
	if (!found) return undefined;
	const { mimetype, fileName, title, fileLength, url, directPath, mediaKey } = found.body;
	if (!directPath && !(url && mediaKey)) return undefined;
	return {
		kind: found.kind,
		mimetype: mimetypeIn(mimetype) ?? UNKNOWN_TYPE,
		fileName: fileNameIn(fileName || title),
		size: fileLength ? Number(fileLength) : null,
		url: url || null,
		directPath: directPath || null,
		mediaKey: mediaKey?.length ? mediaKey : null,
		sha256: found.body.fileSha256 ?? null,
		encSha256: found.body.fileEncSha256 ?? null,
	};
}

/** What stands above the words of a message with buttons: the kinds that `incoming/buttons.ts` reads. */
function headerIn({ buttonsMessage, templateMessage, interactiveMessage }: proto.IMessage) {
	const { hydratedTemplate, hydratedFourRowTemplate, interactiveMessageTemplate } =
		templateMessage ?? {};
	return (
		buttonsMessage ??
		hydratedTemplate ??
		hydratedFourRowTemplate ??
		(interactiveMessage ?? interactiveMessageTemplate)?.header ??
		{}
	);
}

function bodyOf(message: FileMessages): { kind: MediaKind; body: FileFields } | undefined {
	const { imageMessage, videoMessage, ptvMessage, audioMessage } = message;
	const { documentMessage, stickerMessage } = message;
	if (imageMessage) return { kind: 'image', body: imageMessage };
	if (videoMessage) return { kind: videoMessage.gifPlayback ? 'gif' : 'video', body: videoMessage };
	if (ptvMessage) return { kind: 'videoNote', body: ptvMessage };
	if (audioMessage) return { kind: audioMessage.ptt ? 'voice' : 'audio', body: audioMessage };
	if (documentMessage) return { kind: 'document', body: documentMessage };
	if (stickerMessage) return { kind: 'sticker', body: stickerMessage };
	return undefined;
}
