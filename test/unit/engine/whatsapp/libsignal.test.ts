import { createHmac } from 'node:crypto';
import { createRequire } from 'node:module';
import { Curve } from '@whiskeysockets/baileys';
import { hmacSha256 } from '../../../../engine/whatsapp/key-derivation';
import { deriveSecrets, useFastCryptography } from '../../../../engine/whatsapp/libsignal';
import { sign, verify } from '../../../../engine/whatsapp/xeddsa';

const libsignal = createRequire(
	createRequire(require.resolve('@whiskeysockets/baileys')).resolve('libsignal'),
);
const { calculateSignature, verifySignature } = libsignal('./src/curve.js') as {
	calculateSignature(privateKey: Buffer, message: Buffer): Buffer;
	verifySignature(publicKey: Buffer, message: Buffer, signature: Buffer): boolean;
};
const crypto = libsignal('./src/crypto.js') as {
	calculateMAC(key: Uint8Array, data: Uint8Array): Buffer;
	deriveSecrets(input: Buffer, salt: Buffer, info: Buffer, chunks?: number): Buffer[];
};
const derivedByLibsignal = crypto.deriveSecrets;
const curve = libsignal('curve25519-js') as { sign: typeof sign; verify: typeof verify };
const original = { ...curve };

const alice = Curve.generateKeyPair();
const mallory = Curve.generateKeyPair();
const message = Buffer.from('what a group reads');
const signature = Buffer.from(original.sign(alice.private, message));
const keyOf = ({ public: key }: typeof alice) => Buffer.concat([Buffer.of(5), key]);

function changed(bytes: Uint8Array, index: number): Buffer {
	const copy = Buffer.from(bytes);
	copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
	return copy;
}

beforeAll(useFastCryptography);

test('libsignal signs what its own signatures are verified by', () => {
	const signed = calculateSignature(alice.private as Buffer, message);
	expect(original.verify(alice.public, message, signed)).toBe(true);
	// By itself it always makes the same one.
	expect(calculateSignature(alice.private as Buffer, message)).not.toEqual(signed);
});

test('libsignal verifies its own signatures', () => {
	expect(curve).toMatchObject({ sign, verify });
	expect(verifySignature(keyOf(alice), message, signature)).toBe(true);
});

test.each([
	['of another key', keyOf(mallory), message, signature],
	['over another message', keyOf(alice), Buffer.from('another'), signature],
	['over nothing', keyOf(alice), Buffer.alloc(0), signature],
	['that was altered in front', keyOf(alice), message, changed(signature, 0)],
	['that was altered in the middle', keyOf(alice), message, changed(signature, 32)],
	['that was altered at the end', keyOf(alice), message, changed(signature, 63)],
	['of zeros only', keyOf(alice), message, Buffer.alloc(64)],
])('libsignal refuses a signature %s', (_what, ...input) => {
	expect(verifySignature(...input)).toBe(false);
});

describe('HMAC-SHA256', () => {
	test('is what libsignal derives its keys with', () => {
		expect(crypto.calculateMAC).toBe(hmacSha256);
	});

	test.each([0, 1, 32, 63, 64, 65, 200])(
		'is the one of OpenSSL, for a key of %d bytes',
		(length) => {
			const key = Buffer.alloc(length, 0xa5).fill(7, length >> 1);
			for (const size of [0, 1, 31, 64, 65, 10_000]) {
				const data = Buffer.alloc(size, 0x3c);
				const expected = createHmac('sha256', key).update(data).digest();
				expect(hmacSha256(key, data)).toEqual(expected);
				expect(hmacSha256(new Uint8Array(key), new Uint8Array(data))).toEqual(expected);
			}
		},
	);

	test('is the one of RFC 4231', () => {
		expect(hmacSha256(Buffer.alloc(20, 0x0b), Buffer.from('Hi There')).toString('hex')).toBe(
			'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
		);
	});
});

describe('HKDF-SHA256', () => {
	test('is what libsignal derives its keys with', () => {
		expect(crypto.deriveSecrets).toBe(deriveSecrets);
	});

	test.each([1, 2, 3, undefined])('is the one of libsignal, for %s keys', (chunks) => {
		const salt = Buffer.alloc(32, 0xa5);
		for (const size of [1, 32, 96, 128]) {
			const input = Buffer.alloc(size, 0x3c);
			for (const info of ['WhisperMessageKeys', 'WhisperRatchet', '']) {
				const expected = derivedByLibsignal(input, salt, Buffer.from(info), chunks);
				expect(deriveSecrets(input, salt, Buffer.from(info), chunks)).toEqual(expected);
			}
		}
	});

	test('is the one of RFC 5869', () => {
		const [first] = deriveSecrets(
			Buffer.alloc(22, 0x0b),
			Buffer.from('000102030405060708090a0b0c', 'hex'),
			Buffer.from('f0f1f2f3f4f5f6f7f8f9', 'hex'),
		);
		expect(first?.toString('hex')).toBe(
			'3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf',
		);
	});
});
