import {
	createCipheriv,
	createDecipheriv,
	createSecretKey,
	hkdfSync,
	randomFillSync,
	type KeyObject,
} from 'node:crypto';

/*
 * Authenticated encryption with keys that are derived from n8n's own: of values that are stored, and of what goes from one
 * process to another.
 */

const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * AES-256-GCM, a fresh random IV for each, laid out as IV, tag, ciphertext. `place` says where it belongs; it is
 * authenticated, so what was moved to another place does not open.
 */
export interface Sealing {
	seal(plain: Uint8Array, place: string): Buffer;
	/** Throws when the key is another one, or bytes or place were changed. */
	open(sealed: Uint8Array, place: string): Buffer;
}

/** A key for one use: HKDF-SHA256 of n8n's encryption key. */
export function deriveKey(encryptionKey: string, salt: Uint8Array, use: string): KeyObject {
	const info = `n8n-nodes-whatsapp-linked/${use}`;
	// Node takes four times as long with a key that is no KeyObject.
	return createSecretKey(Buffer.from(hkdfSync('sha256', encryptionKey, salt, info, 32)));
}

export function createSealing(key: KeyObject): Sealing {
	return {
		seal(plain, place) {
			const iv = nextIv();
			const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
			cipher.setAAD(Buffer.from(place));
			const body = cipher.update(plain);
			// In this mode nothing is left over.
			cipher.final();
			return Buffer.concat([iv, cipher.getAuthTag(), body]);
		},
		open(sealed, place) {
			const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
			const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
				authTagLength: TAG_BYTES,
			});
			decipher.setAAD(Buffer.from(place));
			decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
			const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
			decipher.final();
			return body;
		},
	};
}

/** As many initialization vectors are drawn at once, for all keys: it takes as long as drawing one. */
const IVS = 256;

let drawn = Buffer.alloc(0);

function nextIv(): Uint8Array {
	if (drawn.length === 0) drawn = randomFillSync(Buffer.alloc(IVS * IV_BYTES));
	const iv = drawn.subarray(0, IV_BYTES);
	drawn = drawn.subarray(IV_BYTES);
	return iv;
}
