import {
	createCipheriv,
	createDecipheriv,
	createHash,
	createHmac,
	hkdfSync,
	timingSafeEqual,
} from 'node:crypto';
import { Transform } from 'node:stream';
import type { WireType } from './kinds';

/**
 * How WhatsApp seals files: AES-256-CBC, followed by the first bytes of an HMAC-SHA256 over IV and ciphertext, with keys
 * that are derived from the message's 32-byte media key (Baileys' lib/Utils/messages-media.js does the same).
 */
const MAC_BYTES = 10;
const DERIVED_BYTES = 112;

/** The kind of a file is part of its keys. */
const KEY_INFO: Readonly<Record<WireType, string>> = {
	image: 'WhatsApp Image Keys',
	sticker: 'WhatsApp Image Keys',
	video: 'WhatsApp Video Keys',
	audio: 'WhatsApp Audio Keys',
	document: 'WhatsApp Document Keys',
	'thumbnail-link': 'WhatsApp Link Thumbnail Keys',
	// WhatsApp gets it plain; it is sealed only as long as it lies in the spool.
	'product-catalog-image': 'WhatsApp Image Keys',
	'biz-cover-photo': 'WhatsApp Image Keys',
};

interface FileKeys {
	iv: Buffer;
	cipherKey: Buffer;
	macKey: Buffer;
}

function deriveKeys(mediaKey: Uint8Array, type: WireType): FileKeys {
	const derived = Buffer.from(
		hkdfSync('sha256', mediaKey, Buffer.alloc(0), KEY_INFO[type], DERIVED_BYTES),
	);
	return {
		iv: derived.subarray(0, 16),
		cipherKey: derived.subarray(16, 48),
		macKey: derived.subarray(48, 80),
	};
}

/** What a message says of its file. */
export interface SealedFacts {
	/** Bytes of the plain file. */
	size: number;
	sha256: Buffer;
	encSha256: Buffer;
}

export interface Sealer {
	update(plain: Uint8Array): Buffer;
	/** What comes after the last byte. */
	end(): { rest: Buffer; facts: SealedFacts };
}

export function createSealer(mediaKey: Uint8Array, type: WireType): Sealer {
	const { iv, cipherKey, macKey } = deriveKeys(mediaKey, type);
	const cipher = createCipheriv('aes-256-cbc', cipherKey, iv);
	const mac = createHmac('sha256', macKey).update(iv);
	const plainHash = createHash('sha256');
	const sealedHash = createHash('sha256');
	let size = 0;

	function hashed(ciphertext: Buffer): Buffer {
		mac.update(ciphertext);
		sealedHash.update(ciphertext);
		return ciphertext;
	}

	return {
		update(plain) {
			size += plain.length;
			plainHash.update(plain);
			return hashed(cipher.update(plain));
		},
		end() {
			const last = hashed(cipher.final());
			const tag = mac.digest().subarray(0, MAC_BYTES);
			sealedHash.update(tag);
			return {
				rest: Buffer.concat([last, tag]),
				facts: { size, sha256: plainHash.digest(), encSha256: sealedHash.digest() },
			};
		},
	};
}

/** What is known of a file that is opened; hashes that a sender left out are not compared. */
export interface OpenerOptions {
	mediaKey: Uint8Array;
	type: WireType;
	sha256?: Uint8Array | null;
	encSha256?: Uint8Array | null;
	/** What the stream fails with when the file is not what its sender sealed. */
	altered: () => Error;
}

/** Decrypts what is written to it. It fails at the end, after all is out, when the file is not what its sender sealed. */
export function createOpener({
	mediaKey,
	type,
	sha256,
	encSha256,
	altered,
}: OpenerOptions): Transform {
	const { iv, cipherKey, macKey } = deriveKeys(mediaKey, type);
	const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
	const mac = createHmac('sha256', macKey).update(iv);
	const plainHash = createHash('sha256');
	const sealedHash = createHash('sha256');
	/** The last bytes so far: the MAC, unless more comes. */
	let tail: Buffer = Buffer.alloc(0);

	function opened(plain: Buffer): Buffer {
		plainHash.update(plain);
		return plain;
	}

	function isGenuine(): boolean {
		const tag = mac.digest().subarray(0, MAC_BYTES);
		return (
			tail.length === MAC_BYTES &&
			timingSafeEqual(tag, tail) &&
			matches(encSha256, sealedHash.digest()) &&
			matches(sha256, plainHash.digest())
		);
	}

	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			sealedHash.update(chunk);
			const bytes = tail.length > 0 ? Buffer.concat([tail, chunk]) : chunk;
			const end = Math.max(0, bytes.length - MAC_BYTES);
			tail = bytes.subarray(end);
			const ciphertext = bytes.subarray(0, end);
			mac.update(ciphertext);
			done(null, opened(decipher.update(ciphertext)));
		},
		flush(done) {
			try {
				this.push(opened(decipher.final()));
			} catch {
				// Wrong padding: another key, or other bytes.
				return done(altered());
			}
			done(isGenuine() ? null : altered());
		},
	});
}

/** Passes on what is written to it. It fails at the end where that is not the file its sender told of. */
export function createChecker({
	sha256,
	altered,
}: Pick<OpenerOptions, 'sha256' | 'altered'>): Transform {
	const hash = createHash('sha256');
	return new Transform({
		transform(chunk: Buffer, _encoding, done) {
			hash.update(chunk);
			done(null, chunk);
		},
		flush(done) {
			done(matches(sha256, hash.digest()) ? null : altered());
		},
	});
}

function matches(wanted: Uint8Array | null | undefined, hash: Buffer): boolean {
	return !wanted?.length || hash.equals(wanted);
}
