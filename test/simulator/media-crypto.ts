import { getMediaKeys, normalizeMessageContent, type proto } from '@whiskeysockets/baileys';
import {
	createCipheriv,
	createDecipheriv,
	createHash,
	createHmac,
	randomBytes,
	timingSafeEqual,
} from 'node:crypto';

/** Kinds of media, as the media host's paths and the key derivation name them. */
export type MediaKind = 'image' | 'video' | 'audio' | 'document' | 'sticker';

const KINDS: readonly MediaKind[] = ['image', 'video', 'audio', 'document', 'sticker'];

/** Uploads end with this much of the HMAC. */
const MAC_LENGTH = 10;

/** A file, encrypted for the media host. */
export interface SealedMedia {
	/** What is uploaded: ciphertext and MAC. */
	readonly upload: Buffer;
	readonly mediaKey: Buffer;
	readonly fileSha256: Buffer;
	readonly fileEncSha256: Buffer;
	readonly fileLength: number;
}

/** What a message says of its file. The large image of a link's card has a kind of its own. */
export interface MediaReference {
	readonly kind: MediaKind | 'thumbnail-link';
	readonly mediaKey: Uint8Array;
	readonly directPath: string;
	readonly fileEncSha256: Uint8Array;
}

/** Encrypts a file under a fresh key. */
export async function sealMedia(
	kind: MediaKind | 'md-msg-hist',
	content: Buffer,
): Promise<SealedMedia> {
	const mediaKey = randomBytes(32);
	const { cipherKey, iv, macKey } = await keysOf(mediaKey, kind);
	const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
	const ciphertext = Buffer.concat([cipher.update(content), cipher.final()]);
	const upload = Buffer.concat([ciphertext, macOf(macKey, iv, ciphertext)]);
	return {
		upload,
		mediaKey,
		fileSha256: sha256(content),
		fileEncSha256: sha256(upload),
		fileLength: content.length,
	};
}

/** Decrypts an upload; throws when it is not what the message promised. */
export async function openMedia(reference: MediaReference, upload: Buffer): Promise<Buffer> {
	const { kind, mediaKey, fileEncSha256 } = reference;
	if (!sha256(upload).equals(fileEncSha256)) throw new Error('The upload has another hash');
	const { cipherKey, iv, macKey } = await keysOf(mediaKey, kind);
	const ciphertext = upload.subarray(0, -MAC_LENGTH);
	if (!timingSafeEqual(macOf(macKey, iv, ciphertext), upload.subarray(-MAC_LENGTH))) {
		throw new Error('The upload has a wrong MAC');
	}
	const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
	return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

/** Finds the file in a message. */
export function mediaIn(message: proto.IMessage): MediaReference | undefined {
	const content = normalizeMessageContent(message);
	for (const kind of KINDS) {
		// A video note is a video under another name.
		const note = kind === 'video' ? content?.ptvMessage : undefined;
		const media = content?.[`${kind}Message`] ?? note;
		const { mediaKey, directPath, fileEncSha256 } = media ?? {};
		if (mediaKey && directPath && fileEncSha256) {
			return { kind, mediaKey, directPath, fileEncSha256 };
		}
	}
	return undefined;
}

async function keysOf(mediaKey: Uint8Array, kind: MediaReference['kind'] | 'md-msg-hist') {
	const { cipherKey, iv, macKey } = await getMediaKeys(mediaKey, kind);
	if (!macKey) throw new Error('no MAC key');
	return { cipherKey, iv, macKey };
}

function macOf(macKey: Uint8Array, iv: Uint8Array, ciphertext: Buffer): Buffer {
	return createHmac('sha256', macKey)
		.update(iv)
		.update(ciphertext)
		.digest()
		.subarray(0, MAC_LENGTH);
}

function sha256(content: Buffer): Buffer {
	return createHash('sha256').update(content).digest();
}
