import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError } from '../../../../engine/gateway/contract';
import { errorOf, useStores } from '../support';

const stores = useStores();

/** Every file of the account, byte by byte. */
const files = () =>
	readdirSync(stores.folder.path).map((name) => [
		name,
		readFileSync(join(stores.folder.path, name)).toString('base64'),
	]);

describe('The store of an account', () => {
	test('opens again with the key that wrote it', () => {
		const store = stores.open();
		store.settings.set('name', { of: 'the number' });
		store.close();
		expect(stores.open().settings.get('name')).toEqual({ of: 'the number' });
	});

	test.each([
		['n8n has another encryption key', { encryptionKey: 'another' }],
		['it is the file of another account', { accountId: 'another' }],
	])('says WRONG_KEY when %s, and leaves every byte of the file as it was', (_why, options) => {
		const store = stores.open();
		store.settings.set('name', 'Ana');
		store.close();
		const before = files();

		const error = errorOf(() => stores.open(options));
		expect(error).toBeInstanceOf(EngineError);
		expect(error).toMatchObject({ code: 'WRONG_KEY', retryable: false });
		// All numbers are in whatsapp-linked: what is to be deleted must name the folder of this one.
		expect((error as EngineError).hint).toMatch(/delete the folder whatsapp-linked\/\w+ in/);
		expect(files()).toEqual(before);
		expect(stores.open().settings.get('name')).toBe('Ana');
	});

	test('with the wrong key is not kept open: the right one can follow at once', () => {
		stores.open().close();
		errorOf(() => stores.open({ encryptionKey: 'another' }));
		expect(() => stores.open()).not.toThrow();
	});

	test('has a salt of its own: two accounts never share a key', () => {
		const salt = () => {
			const store = stores.open();
			const row = store.db.get<{ value: Uint8Array }>(
				"SELECT value FROM setting WHERE name = 'salt'",
			);
			store.db.run('DELETE FROM setting');
			store.close();
			return Buffer.from(row?.value ?? []);
		};
		const [first, second] = [salt(), salt()];
		expect(first).toHaveLength(32);
		expect(second.equals(first)).toBe(false);
	});
});

describe('A small fact', () => {
	test('is kept as it is, whatever its shape', () => {
		const { settings } = stores.open();
		for (const value of ['text', 7, true, null, [1, 2], { a: { b: 'c' } }]) {
			settings.set('fact', value);
			expect(settings.get('fact')).toEqual(value);
		}
	});

	test('that was never told is undefined', () => {
		expect(stores.open().settings.get('fact')).toBeUndefined();
	});

	test('cannot be read in the file', () => {
		const store = stores.open();
		store.settings.set('a name in the clear', 'a fact that is nobody’s business');
		store.close();
		const bytes = readFileSync(join(stores.folder.path, 'session.db'));
		expect(bytes.includes('a name in the clear')).toBe(true);
		expect(bytes.includes('nobody')).toBe(false);
	});
});
