import { createRequire } from 'node:module';
import { Curve } from '@whiskeysockets/baileys';
import { sign, verify } from '../../../../engine/whatsapp/xeddsa';

/** What libsignal calls by itself. */
const original = createRequire(
	createRequire(require.resolve('@whiskeysockets/baileys')).resolve('libsignal'),
)('curve25519-js') as {
	sign(privateKey: Uint8Array, message: Uint8Array, random?: Uint8Array): Uint8Array;
	verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean;
	generateKeyPair(seed: Uint8Array): { public: Uint8Array; private: Uint8Array };
};

/** The order of the base point. */
const L = 2n ** 252n + 27742317777372353535851937790883648493n;
const P = 2n ** 255n - 19n;

const bytes = (hex: string) => Buffer.from(hex, 'hex');
const numberOf = (littleEndian: Uint8Array) =>
	BigInt(`0x${Buffer.from(littleEndian).reverse().toString('hex')}`);
const bytesOf = (value: bigint) => bytes(value.toString(16).padStart(64, '0')).reverse();

/** Signal's own example: libsignal, rust/core/src/curve/curve25519.rs, and libsignal-protocol-c, tests/test_curve25519.c. */
const SIGNALS = {
	privateKey: bytes('c097248412e58bf05df487968205132794178e367637f5818f81e0e6ce73e865'),
	publicKey: bytes('ab7e717d4a163b7d9a1d8071dfe9dcf8cdcd1cea3339b6356be84d887e322c64'),
	message: bytes('05edce9d9c415ca78cb7252e72c2c4a554d3eb29485a0e1d503118d1a82d99fb4a'),
	signature: bytes(
		'5de88ca9a89b4a115da79109c67c9c7464a3e4180274f1cb8c63c2984e286dfb' +
			'ede82deb9dcd9fae0bfbb821569b3d9001bd8130cd11d486cef047bd60b86e88',
	),
};

/** Keys of both signs, by fixed seeds. */
const KEYS = Array.from({ length: 16 }, (_, index) =>
	original.generateKeyPair(Buffer.alloc(32, 1).fill(index, 0, 8)),
);
const RANDOM = Buffer.alloc(64, 7);
const MESSAGES = [Buffer.alloc(0), Buffer.from('a'), Buffer.alloc(1_000, 3)];

describe('Signal’s own example', () => {
	const { privateKey, publicKey, message, signature } = SIGNALS;

	test('is valid, and carries the sign of the Edwards key in its last byte', () => {
		expect(verify(publicKey, message, signature)).toBe(true);
		expect(signature[63]! & 0x80).toBe(0x80);
	});

	test('is valid with none of its bits turned round', () => {
		for (let bit = 0; bit < signature.length * 8; bit++) {
			const forged = Buffer.from(signature);
			forged[bit >> 3]! ^= 1 << (bit & 7);
			expect({ bit, isValid: verify(publicKey, message, forged) }).toEqual({ bit, isValid: false });
		}
	});

	test('is signed again by the same key, with the same sign', () => {
		const again = sign(privateKey, message);
		expect(verify(publicKey, message, again)).toBe(true);
		expect(again[63]! & 0x80).toBe(0x80);
		expect(again.equals(signature)).toBe(false);
	});
});

describe('Beside curve25519-js', () => {
	test('there are keys of both signs', () => {
		const signs = KEYS.map(({ private: key }) => original.sign(key, RANDOM)[63]! & 0x80);
		expect(new Set(signs)).toEqual(new Set([0, 0x80]));
	});

	test('signatures are the same ones, where the randomness is', () => {
		for (const [index, { private: key }] of KEYS.entries()) {
			const message = MESSAGES[index % MESSAGES.length]!;
			expect(sign(key, message, RANDOM)).toEqual(Buffer.from(original.sign(key, message, RANDOM)));
		}
	});

	test('each verifies the signatures of the other', () => {
		for (const [index, { private: privateKey, public: publicKey }] of KEYS.entries()) {
			const message = MESSAGES[index % MESSAGES.length]!;
			expect(original.verify(publicKey, message, sign(privateKey, message))).toBe(true);
			expect(verify(publicKey, message, original.sign(privateKey, message))).toBe(true);
		}
	});

	test('keys of Baileys, which are made by OpenSSL, sign and verify, too', () => {
		const pair = Curve.generateKeyPair();
		expect(original.verify(pair.public, RANDOM, sign(pair.private, RANDOM))).toBe(true);
		expect(verify(pair.public, RANDOM, original.sign(pair.private, RANDOM))).toBe(true);
	});

	test('an unclamped private key signs as the clamped one', () => {
		const { private: clamped } = KEYS[0]!;
		const unclamped = Buffer.from(clamped);
		unclamped[0]! |= 7;
		unclamped[31]! = (unclamped[31]! | 0x80) & ~0x40;
		expect(sign(unclamped, RANDOM, RANDOM)).toEqual(sign(clamped, RANDOM, RANDOM));
	});
});

describe('No two signatures', () => {
	test('of one message have a nonce in common', () => {
		const { private: key } = KEYS[0]!;
		const nonces = Array.from({ length: 50 }, () =>
			sign(key, RANDOM).subarray(0, 32).toString('hex'),
		);
		expect(new Set(nonces).size).toBe(50);
	});

	test('with the same randomness have one, for other messages or keys', () => {
		const made = [
			sign(KEYS[0]!.private, MESSAGES[1]!, RANDOM),
			sign(KEYS[0]!.private, MESSAGES[2]!, RANDOM),
			sign(KEYS[1]!.private, MESSAGES[1]!, RANDOM),
		];
		expect(new Set(made.map((one) => one.subarray(0, 32).toString('hex'))).size).toBe(3);
	});
});

describe('A signature is refused', () => {
	const { private: privateKey, public: publicKey } = KEYS[3]!;
	const message = MESSAGES[2]!;
	const signature = sign(privateKey, message);

	test('whose S is not reduced: it would be a second one of the same message', () => {
		const isNegative = signature[63]! & 0x80;
		const plain = Buffer.from(signature);
		plain[63]! &= 0x7f;
		const s = numberOf(plain.subarray(32));
		expect(s).toBeLessThan(L);
		for (let more = s + L; more < 2n ** 255n; more += L) {
			const forged = Buffer.concat([signature.subarray(0, 32), bytesOf(more)]);
			forged[63]! |= isNegative;
			expect(verify(publicKey, message, forged)).toBe(false);
		}
	});

	test('with the other sign', () => {
		const forged = Buffer.from(signature);
		forged[63]! ^= 0x80;
		expect(verify(publicKey, message, forged)).toBe(false);
	});

	test.each([0, 1, 31, 32, 63, 65, 96, 128])('of %d bytes', (length) => {
		const malformed = Buffer.concat([signature, signature]).subarray(0, length);
		expect(verify(publicKey, message, malformed)).toBe(false);
	});

	test.each([0, 31, 33, 64])('by a key of %d bytes', (length) => {
		const malformed = Buffer.concat([publicKey, publicKey]).subarray(0, length);
		expect(verify(malformed, message, signature)).toBe(false);
	});

	test.each([
		['0', 0n],
		['1', 1n],
		['-1, which is on no point', P - 1n],
		['the prime itself', P],
		['more than the prime', P + 5n],
	])('by the key %s', (_name, key) => {
		expect(verify(bytesOf(key), message, signature)).toBe(false);
		expect(verify(bytesOf(key), message, Buffer.alloc(64, 0xff))).toBe(false);
	});

	test.each([0, 31, 33])('to be made by a private key of %d bytes', (length) => {
		expect(() => sign(Buffer.alloc(length, 5), message)).toThrow('32 bytes');
	});

	test('to be made of too little randomness', () => {
		expect(() => sign(privateKey, message, Buffer.alloc(32))).toThrow('64 random bytes');
	});
});
