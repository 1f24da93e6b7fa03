import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createSecretKey,
	hkdfSync,
	randomFillSync,
} from 'node:crypto';
import { LRUCache } from 'lru-cache';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const DIGEST_BYTES = 16;
/** Digests that are remembered: each send asks for those of the same few keys. */
const MAX_DIGESTS = 2_000;

/**
 * Authenticated encryption of single values: AES-256-GCM, a fresh random IV for each, laid out as IV, tag, ciphertext.
 * `place` says where the value belongs (table and row); it is authenticated, so a value moved to another row does not open.
 */
export interface Seal {
	encrypt(plain: string, place: string): Uint8Array;
	/** Throws when the key is another one, or value or place were changed. */
	decrypt(sealed: Uint8Array, place: string): string;
	/** What stands for a text that has to be found again, and must not be readable: always the same. */
	digest(plain: string): string;
}

/** The key is HKDF-SHA256 of n8n's own encryption key, salted per account file and bound to the account's id. */
export function createSeal(encryptionKey: string, salt: Uint8Array, accountId: string): Seal {
	// Node takes four times as long with a key that is no KeyObject.
	const derive = (use: string) => {
		const info = `n8n-nodes-whatsapp-linked/${use}/v1/${accountId}`;
		return createSecretKey(Buffer.from(hkdfSync('sha256', encryptionKey, salt, info, 32)));
	};
	const key = derive('session');
	const ivs = createIvs();
	const digestKey = derive('digest');
	const digests = new LRUCache<string, string>({
		max: MAX_DIGESTS,
		memoMethod: (plain) =>
			createHmac('sha256', digestKey)
				.update(plain)
				.digest()
				.subarray(0, DIGEST_BYTES)
				.toString('base64url'),
	});
	return {
		encrypt(plain, place) {
			const iv = ivs.next();
			const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
			cipher.setAAD(Buffer.from(place));
			const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
			return Buffer.concat([iv, cipher.getAuthTag(), body]);
		},
		decrypt(sealed, place) {
			const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
			const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
				authTagLength: TAG_BYTES,
			});
			decipher.setAAD(Buffer.from(place));
			decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
			const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
			return Buffer.concat([body, decipher.final()]).toString('utf8');
		},
		digest: (plain) => digests.memo(plain),
	};
}

/** As many initialization vectors are drawn at once: it takes as long as drawing one. */
const IVS = 256;

function createIvs(): { next(): Uint8Array } {
	let drawn = Buffer.alloc(0);
	return {
		next() {
			if (drawn.length === 0) drawn = randomFillSync(Buffer.alloc(IVS * IV_BYTES));
			const iv = drawn.subarray(0, IV_BYTES);
			drawn = drawn.subarray(IV_BYTES);
			return iv;
		},
	};
}
