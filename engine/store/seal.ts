import { createHmac } from 'node:crypto';
import { createBoundedMap } from '../bounded-map';
import { createSealing, deriveKey } from '../sealing';

const DIGEST_BYTES = 16;
/** Digests that are remembered: each send asks for those of the same few keys. */
const MAX_DIGESTS = 2_000;

/** Authenticated encryption of single values: see `Sealing`. `place` is table and row. */
export interface Seal {
	encrypt(plain: string, place: string): Uint8Array;
	/** Throws when the key is another one, or value or place were changed. */
	decrypt(sealed: Uint8Array, place: string): string;
	/** What stands for a text that has to be found again, and must not be readable: always the same. */
	digest(plain: string): string;
}

/** The key is HKDF-SHA256 of n8n's own encryption key, salted per account file and bound to the account's id. */
export function createSeal(encryptionKey: string, salt: Uint8Array, accountId: string): Seal {
	const derive = (use: string) => deriveKey(encryptionKey, salt, `${use}/v1/${accountId}`);
	const sealing = createSealing(derive('session'));
	const digestKey = derive('digest');
	const digests = createBoundedMap<string>(MAX_DIGESTS);

	function digestOf(plain: string): string {
		const digest = createHmac('sha256', digestKey).update(plain).digest();
		return digest.subarray(0, DIGEST_BYTES).toString('base64url');
	}

	return {
		encrypt: (plain, place) => sealing.seal(Buffer.from(plain), place),
		decrypt: (sealed, place) => sealing.open(sealed, place).toString('utf8'),
		digest(plain) {
			let digest = digests.get(plain);
			if (digest === undefined) digests.set(plain, (digest = digestOf(plain)));
			return digest;
		},
	};
}
