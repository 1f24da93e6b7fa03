import { createHash, createPublicKey, randomBytes, verify } from 'node:crypto';

/*
 * Signatures with Curve25519 keys (XEdDSA, as Signal uses them). Written here because Baileys' `Curve.verify` says yes
 * to everything, and the simulator must not believe what it is to test; and because its `Curve.sign` is slow.
 */

/** The prime of the field both curves are defined over. */
const P = 2n ** 255n - 19n;

/** The order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;

const D = modulo(-121665n * inverse(121666n));

/** A point of the Edwards curve, in extended coordinates: x = X/Z, y = Y/Z, xy = T/Z. */
type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

const BASE = point(
	15112221349535400772501151409588531511454012693041857206046113283949847762202n,
	46316835694926478169428394003475163141307993866256225615783033603165251855960n,
);

/** Verifies a signature made with a Curve25519 key. */
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

/** Signs with a Curve25519 key. Fit for tests: how long it takes tells about the key. */
export function signMessage(privateKey: Uint8Array, message: Uint8Array): Buffer {
	const clamped = Buffer.from(privateKey);
	clamped[0]! &= 0xf8;
	clamped[31]! = (clamped[31]! & 0x7f) | 0x40;
	const secret = readNumber(clamped);
	const publicKey = encode(multiply(BASE, secret));
	const nonce = digest(randomBytes(64), clamped, message) % L;
	const commitment = encode(multiply(BASE, nonce));
	const challenge = digest(commitment, publicKey, message);
	const signature = Buffer.concat([commitment, writeNumber((nonce + challenge * secret) % L)]);
	signature[63]! |= publicKey[31]! & 0x80;
	return signature;
}

/** The y coordinate (u - 1) / (u + 1) that belongs to the Curve25519 key u, little-endian. */
function toEdwards(publicKey: Uint8Array): Buffer {
	const u = readNumber(publicKey) & ((1n << 255n) - 1n);
	return writeNumber(modulo((u - 1n) * inverse(u + 1n)));
}

function point(x: bigint, y: bigint): Point {
	return [x, y, 1n, modulo(x * y)];
}

/** Adds any two points, equal ones too. */
function add([x1, y1, z1, t1]: Point, [x2, y2, z2, t2]: Point): Point {
	const a = modulo((y1 - x1) * (y2 - x2));
	const b = modulo((y1 + x1) * (y2 + x2));
	const c = modulo(2n * D * modulo(t1 * t2));
	const d = modulo(2n * z1 * z2);
	const [e, f, g, h] = [b - a, d - c, d + c, b + a];
	return [modulo(e * f), modulo(g * h), modulo(f * g), modulo(e * h)];
}

function multiply(factor: Point, times: bigint): Point {
	let result = point(0n, 1n);
	let power = factor;
	for (let left = times; left > 0n; left >>= 1n) {
		if (left & 1n) result = add(result, power);
		power = add(power, power);
	}
	return result;
}

/** y, with the sign of x in the highest bit. */
function encode([x, y, z]: Point): Buffer {
	const scale = inverse(z);
	const encoded = writeNumber(modulo(y * scale));
	if (modulo(x * scale) & 1n) encoded[31]! |= 0x80;
	return encoded;
}

function digest(...parts: Uint8Array[]): bigint {
	return readNumber(createHash('sha512').update(Buffer.concat(parts)).digest());
}

function readNumber(littleEndian: Uint8Array): bigint {
	return BigInt(`0x${Buffer.from(littleEndian).reverse().toString('hex')}`);
}

function writeNumber(value: bigint): Buffer {
	return Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse();
}

function modulo(value: bigint): bigint {
	const rest = value % P;
	return rest < 0n ? rest + P : rest;
}

/** Modular inverse by Fermat's little theorem. */
function inverse(value: bigint): bigint {
	let result = 1n;
	let base = modulo(value);
	for (let exponent = P - 2n; exponent > 0n; exponent >>= 1n) {
		if (exponent & 1n) result = (result * base) % P;
		base = (base * base) % P;
	}
	return result;
}
