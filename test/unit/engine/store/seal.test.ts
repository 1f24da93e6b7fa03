import { randomBytes } from 'node:crypto';
import { createSeal } from '../../../../engine/store/seal';

const KEY = 'a key like the one n8n keeps';
const SALT = randomBytes(32);
const PLACE = 'auth/creds/';
const seal = createSeal(KEY, SALT, 'account');

const flipped = (bytes: Uint8Array, index: number) => {
	const copy = Buffer.from(bytes);
	copy.writeUInt8(copy.readUInt8(index) ^ 1, index);
	return copy;
};

describe('A sealed value', () => {
	test.each(['', 'a', 'words of people: çã, 你好, 😀', 'x'.repeat(100_000)])(
		'opens to what was closed (%#)',
		(plain) => {
			expect(seal.decrypt(seal.encrypt(plain, PLACE), PLACE)).toBe(plain);
		},
	);

	test('opens with a key derived again from the same three', () => {
		const again = createSeal(KEY, SALT, 'account');
		expect(again.decrypt(seal.encrypt('words', PLACE), PLACE)).toBe('words');
	});

	test('shows nothing of what it holds but its length', () => {
		const sealed = Buffer.from(seal.encrypt('words of people', PLACE));
		expect(sealed.includes('words')).toBe(false);
		expect(sealed.length).toBe(12 + 16 + 'words of people'.length);
	});

	test('never looks the same twice', () => {
		expect(seal.encrypt('words', PLACE)).not.toEqual(seal.encrypt('words', PLACE));
	});

	test('opens from a part of a larger piece of memory', () => {
		const sealed = seal.encrypt('words', PLACE);
		const memory = new Uint8Array([7, 7, 7, ...sealed, 7, 7]);
		expect(seal.decrypt(memory.subarray(3, 3 + sealed.length), PLACE)).toBe('words');
	});

	const sealed = seal.encrypt('words', PLACE);
	test.each(Array.from(sealed.keys()))('does not open when byte %i was changed', (index) => {
		expect(() => seal.decrypt(flipped(sealed, index), PLACE)).toThrow();
	});

	test.each([
		['its end', sealed.subarray(0, -1)],
		['its text', sealed.subarray(0, 28)],
		['half of its tag', sealed.subarray(0, 20)],
		['everything', new Uint8Array()],
	])('does not open without %s', (_part, rest) => {
		expect(() => seal.decrypt(rest, PLACE)).toThrow();
	});

	test('does not open in another place', () => {
		expect(() => seal.decrypt(sealed, 'auth/creds/2')).toThrow();
	});

	test.each([
		['another encryption key', createSeal('another key', SALT, 'account')],
		['another salt', createSeal(KEY, randomBytes(32), 'account')],
		['another account', createSeal(KEY, SALT, 'another')],
	])('does not open for %s', (_what, other) => {
		expect(() => other.decrypt(sealed, PLACE)).toThrow();
	});
});
