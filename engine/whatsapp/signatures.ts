import { createRequire } from 'node:module';
import { Curve, generateSignalPubKey } from '@whiskeysockets/baileys';

// libsignal is Baileys' dependency, not ours: it is found the way Baileys finds it.
const { verifySignature } = createRequire(require.resolve('@whiskeysockets/baileys'))(
	'libsignal/src/curve.js',
) as { verifySignature(publicKey: Buffer, message: Buffer, signature: Buffer): boolean };

/** Whether `signature` is the key owner's over `message`; false for malformed input too. */
export function isSignatureValid(
	publicKey: Uint8Array,
	message: Uint8Array,
	signature: Uint8Array,
): boolean {
	try {
		const key = Buffer.from(generateSignalPubKey(publicKey));
		return verifySignature(key, Buffer.from(message), Buffer.from(signature));
	} catch {
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
