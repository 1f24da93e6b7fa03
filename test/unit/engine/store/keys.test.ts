import type { AccountStore } from '../../../../engine/store/account-store';
import { createKeyStore, type KeyStore } from '../../../../engine/store/keys';
import { useStores } from '../support';

const stores = useStores();
let store: AccountStore;
let keys: KeyStore;

beforeEach(() => {
	store = stores.open();
	keys = createKeyStore(store);
});

describe('A key', () => {
	test('is there under its type and ID, and nowhere else', () => {
		keys.set([{ type: 'session', id: '1', value: 'a' }]);
		expect(keys.get('session', '1')).toBe('a');
		expect(keys.get('session', '2')).toBeUndefined();
		expect(keys.get('pre-key', '1')).toBeUndefined();
	});

	test('is replaced by a new value and removed by null', () => {
		keys.set([{ type: 'session', id: '1', value: 'a' }]);
		keys.set([{ type: 'session', id: '1', value: 'b' }]);
		expect(keys.get('session', '1')).toBe('b');
		keys.set([{ type: 'session', id: '1', value: null }]);
		expect(keys.get('session', '1')).toBeUndefined();
	});

	test('that stays as it is is not written again', () => {
		const mark = () => store.db.run("UPDATE auth SET value = X'00'").changes;
		const isMarked = () => store.db.get("SELECT 1 FROM auth WHERE value = X'00'") !== undefined;
		keys.set([{ type: 'session', id: '1', value: 'a' }]);
		expect(mark()).toBe(1);
		keys.set([{ type: 'session', id: '1', value: 'a' }]);
		expect(isMarked()).toBe(true);
		keys.set([{ type: 'session', id: '1', value: 'b' }]);
		expect(isMarked()).toBe(false);
	});

	test('can be removed when it never was', () => {
		expect(() => keys.set([{ type: 'session', id: '1', value: null }])).not.toThrow();
	});

	test('is there after the file was closed and opened again', () => {
		keys.set([{ type: 'session', id: '1', value: 'a' }]);
		store.close();
		expect(createKeyStore(stores.open()).get('session', '1')).toBe('a');
	});

	test('does not open when its row was given another ID', () => {
		keys.set([{ type: 'session', id: '1', value: 'a' }]);
		const moved = store.db.get<{ value: Uint8Array }>('SELECT value FROM auth')?.value ?? null;
		keys.set([{ type: 'session', id: '2', value: 'b' }]);
		store.db.run('UPDATE auth SET value = ?', moved);
		expect(() => createKeyStore(store).get('session', '2')).toThrow();
	});
});

describe('Changes handed over together', () => {
	test('are made in their order', () => {
		keys.set([
			{ type: 'session', id: '1', value: 'a' },
			{ type: 'session', id: '1', value: null },
			{ type: 'pre-key', id: '1', value: 'b' },
		]);
		expect(keys.get('session', '1')).toBeUndefined();
		expect(keys.get('pre-key', '1')).toBe('b');
	});

	test('are made all or not at all', () => {
		keys.set([{ type: 'session', id: '1', value: 'old' }]);
		const broken = { type: 'session', id: '2', value: 7 as unknown as string };
		expect(() => keys.set([{ type: 'session', id: '1', value: 'new' }, broken])).toThrow();
		expect(keys.get('session', '1')).toBe('old');
	});
});

describe('An opened key', () => {
	const change = (value: string | null) => [{ type: 'session', id: '1', value }];

	test('is opened once', () => {
		keys.set(change('a'));
		keys = createKeyStore(store);
		const open = jest.spyOn(store.seal, 'decrypt');
		for (let times = 0; times < 3; times++) expect(keys.get('session', '1')).toBe('a');
		for (let times = 0; times < 3; times++) expect(keys.get('session', '2')).toBeUndefined();
		expect(open).toHaveBeenCalledTimes(1);
	});

	test('is what is on disk again when what changed it was taken back', () => {
		keys.set(change('a'));
		expect(() =>
			store.db.transaction(() => {
				keys.set(change('b'));
				expect(keys.get('session', '1')).toBe('b');
				throw new Error('after that');
			}),
		).toThrow('after that');
		expect(keys.get('session', '1')).toBe('a');
	});

	test('is not there when what made it was taken back', () => {
		store.db.lazily(() => undefined);
		expect(() =>
			keys.lazily(() => {
				keys.set(change('a'));
				throw new Error('after that');
			}),
		).toThrow('after that');
		expect(keys.get('session', '1')).toBeUndefined();
	});

	test('that was removed is known to be gone', () => {
		keys.set(change('a'));
		keys.set(change(null));
		expect(keys.get('session', '1')).toBeUndefined();
		keys.set(change('b'));
		expect(keys.get('session', '1')).toBe('b');
	});
});

test('Keys can be set lazily', async () => {
	keys.lazily(() => keys.set([{ type: 'session', id: '1', value: 'a' }]));
	expect(keys.get('session', '1')).toBe('a');
	await store.db.saving();
	store.close();
	expect(createKeyStore(stores.open()).get('session', '1')).toBe('a');
});

test('Forgetting the session takes all keys, and leaves the other facts', () => {
	store.settings.set('name', 'Ana');
	keys.set([
		{ type: 'session', id: '1', value: 'a' },
		{ type: 'creds', id: '', value: 'b' },
	]);
	keys.clear();
	expect(keys.get('session', '1')).toBeUndefined();
	expect(keys.get('creds', '')).toBeUndefined();
	expect(store.settings.get('name')).toBe('Ana');
});
