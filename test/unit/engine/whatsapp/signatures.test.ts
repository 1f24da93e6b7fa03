import { createRequire } from 'node:module';
import { Curve, generateSignalPubKey } from '@whiskeysockets/baileys';
import {
	isSignatureValid,
	restoreSignatureCheck,
	useFastSignatures,
} from '../../../../engine/whatsapp/signatures';
import { sign, verify } from '../../../../engine/whatsapp/xeddsa';

const baileys = createRequire(require.resolve('@whiskeysockets/baileys'));
const libsignal = createRequire(baileys.resolve('libsignal'));

const alice = Curve.generateKeyPair();
const mallory = Curve.generateKeyPair();
const message = Buffer.from('the server’s certificate');
const signature = Curve.sign(alice.private, message);
const withVersionByte = Buffer.concat([Buffer.from([5]), alice.public]);

function changed(bytes: Uint8Array, index: number): Buffer {
	const copy = Buffer.from(bytes);
	copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
	return copy;
}

/** Public key, message, signature: one of them not what it should be. */
const WRONG: Array<[string, Uint8Array, Uint8Array, Uint8Array]> = [
	['of another key', mallory.public, message, signature],
	['over another message', alice.public, Buffer.from('another'), signature],
	['over an altered message', alice.public, changed(message, 0), signature],
	['over nothing', alice.public, Buffer.alloc(0), signature],
	['that was altered in front', alice.public, message, changed(signature, 0)],
	['that was altered in the middle', alice.public, message, changed(signature, 32)],
	['that was altered at the end', alice.public, message, changed(signature, 63)],
	['of zeros only', alice.public, message, Buffer.alloc(64)],
	['that somebody else made', alice.public, message, Curve.sign(mallory.private, message)],
];
const MALFORMED: typeof WRONG = [
	['that is empty', alice.public, message, Buffer.alloc(0)],
	['that is too short', alice.public, message, signature.subarray(0, 63)],
	['that is too long', alice.public, message, Buffer.concat([signature, Buffer.alloc(1)])],
	['with an empty key', Buffer.alloc(0), message, signature],
	['with a short key', alice.public.subarray(0, 31), message, signature],
	[
		'with a key of another kind',
		Buffer.concat([Buffer.from([6]), alice.public]),
		message,
		signature,
	],
	['that is missing', alice.public, message, undefined as unknown as Uint8Array],
	['with a missing key', undefined as unknown as Uint8Array, message, signature],
];

describe('Curve.verify of Baileys', () => {
	const original = Curve.verify;
	afterEach(() => {
		Curve.verify = original;
	});

	test.each(WRONG.slice(0, 3))(
		'accepts a signature %s: this is why it is replaced',
		(_what, ...input) => {
			expect(Curve.verify(...input)).toBe(true);
		},
	);

	test('is the real check after it was put back', () => {
		restoreSignatureCheck();
		expect(Curve.verify).toBe(isSignatureValid);
		expect(Curve.verify(mallory.public, message, signature)).toBe(false);
		expect(Curve.verify(alice.public, message, signature)).toBe(true);
	});
});

describe('A signature', () => {
	test.each([
		['as it is', alice.public],
		['with its version byte', withVersionByte],
		['as a plain Uint8Array', new Uint8Array(alice.public)],
	])('of the right key %s is valid', (_form, key) => {
		expect(isSignatureValid(key, new Uint8Array(message), new Uint8Array(signature))).toBe(true);
	});

	test.each([...WRONG, ...MALFORMED])('%s is not', (_what, ...input) => {
		expect(isSignatureValid(...input)).toBe(false);
	});
});

describe('libsignal', () => {
	const { calculateSignature, verifySignature } = libsignal('./src/curve.js') as {
		calculateSignature(privateKey: Buffer, message: Buffer): Buffer;
		verifySignature(publicKey: Buffer, message: Buffer, signature: Buffer): boolean;
	};
	const curve = libsignal('curve25519-js') as { sign: typeof sign; verify: typeof verify };
	const original = { ...curve };
	beforeAll(useFastSignatures);
	afterAll(() => void Object.assign(curve, original));

	test('signs what its own signatures are verified by', () => {
		const signed = calculateSignature(alice.private as Buffer, message);
		expect(curve.sign).toBe(sign);
		expect(original.verify(alice.public, message, signed)).toBe(true);
		// By itself it always makes the same one.
		expect(calculateSignature(alice.private as Buffer, message)).not.toEqual(signed);
	});

	test('verifies its own signatures', () => {
		expect(curve.verify).toBe(verify);
		const own = Buffer.from(original.sign(alice.private, message));
		expect(verifySignature(withVersionByte, message, own)).toBe(true);
	});

	test.each(WRONG)('refuses a signature %s', (_what, key, ...input) => {
		const [signedMessage, forged] = input.map((bytes) => Buffer.from(bytes)) as [Buffer, Buffer];
		expect(verifySignature(generateSignalPubKey(key) as Buffer, signedMessage, forged)).toBe(false);
	});
});
