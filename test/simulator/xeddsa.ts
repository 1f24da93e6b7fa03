import { createPublicKey, verify } from 'node:crypto';

/** The prime of the field both curves are defined over. */
const P = 2n ** 255n - 19n;

/**
 * Verifies a signature made with a Curve25519 key (XEdDSA, as Signal uses it). Written here because Baileys'
 * `Curve.verify` says yes to everything, and the simulator must not believe what it is to test.
 */
export function verifySignature(
	publicKey: Uint8Array,
	message: Uint8Array,
	signature: Uint8Array,
): boolean {
	if (signature.length !== 64) return false;
	const plain = Buffer.from(signature);
	// The highest bit of the signature carries the sign of the Edwards key, which a Curve25519 key lacks.
	const sign = plain[63]! & 0x80;
	plain[63]! &= 0x7f;
	const edwards = toEdwards(publicKey);
	edwards[31]! |= sign;
	const jwk = { kty: 'OKP', crv: 'Ed25519', x: edwards.toString('base64url') };
	return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), plain);
}

/** The y coordinate (u - 1) / (u + 1) that belongs to the Curve25519 key u, little-endian. */
function toEdwards(publicKey: Uint8Array): Buffer {
	const u = BigInt(`0x${Buffer.from(publicKey).reverse().toString('hex')}`) & ((1n << 255n) - 1n);
	const y = (((u - 1n + P) % P) * inverse(u + 1n)) % P;
	return Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
}

/** Modular inverse by Fermat's little theorem. */
function inverse(value: bigint): bigint {
	let result = 1n;
	let base = value % P;
	for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) result = (result * base) % P;
		base = (base * base) % P;
	}
	return result;
}
