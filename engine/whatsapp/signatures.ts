import { createRequire } from 'node:module';
import { Curve } from '@whiskeysockets/baileys';
import { sign, verify } from './xeddsa';

/** What stands in front of a key wherever it is sent or kept: it is one of Curve25519. */
const VERSION_BYTE = 5;

/** Whether `signature` is the key owner's over `message`; false for malformed input too. */
export function isSignatureValid(
	publicKey: Uint8Array,
	message: Uint8Array,
	signature: Uint8Array,
): boolean {
	try {
		const isVersioned = publicKey.length === 33 && publicKey[0] === VERSION_BYTE;
		return verify(isVersioned ? publicKey.subarray(1) : publicKey, message, signature);
	} catch {
		// What others send may lack any of these.
		return false;
	}
}

/**
 * Puts the real check back: libsignal 6 returns false for a wrong signature, but `Curve.verify` of Baileys 7.0.0-rc14
 * (lib/Utils/crypto.js) only looks for a throw and so accepts every one, the server's certificate and the phone's account
 * signature among them. Baileys calls it through this object, so replacing the member is enough.
 */
export function restoreSignatureCheck(): void {
	Curve.verify = isSignatureValid;
}

/**
 * Has libsignal sign and verify by `xeddsa.ts`, for each message of a group and each new session: it calls both as members
 * of `curve25519-js` (src/curve.js). That is its dependency, not ours: it is found the way libsignal finds it.
 */
export function useFastSignatures(): void {
	const baileys = createRequire(require.resolve('@whiskeysockets/baileys'));
	const libsignal = createRequire(baileys.resolve('libsignal'));
	const curve = libsignal('curve25519-js') as { sign: typeof sign; verify: typeof verify };
	curve.sign = sign;
	curve.verify = verify;
}
