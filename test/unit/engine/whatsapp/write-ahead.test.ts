import { EventEmitter } from 'node:events';
import { DatabaseSync } from 'node:sqlite';
import type { AccountStore } from '../../../../engine/store/account-store';
import { writeAhead } from '../../../../engine/whatsapp/write-ahead';
import { useStores } from '../support';

/** A WebSocket that tells what leaves through it, and whether the message of that name was on disk by then. */
class FakeSocket extends EventEmitter {
	send(frame: Uint8Array, done?: (error?: Error) => void): void {
		this.emit('left', Buffer.from(frame).toString());
		done?.();
	}
}

const stores = useStores();
let store: AccountStore;
let socket: FakeSocket;
let left: string[];
let commits: jest.SpyInstance;
/** What happened, in order. */
let happened: string[];

beforeEach(() => {
	store = stores.open();
	socket = new FakeSocket();
	left = [];
	happened = [];
	socket.on('left', (name: string) => {
		left.push(name);
		happened.push(name);
	});
	const { exec } = DatabaseSync.prototype;
	commits = jest.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (
		this: DatabaseSync,
		sql: string,
	) {
		if (sql === 'COMMIT') happened.push('commit');
		return exec.call(this, sql);
	});
	writeAhead(socket, store.db.saving);
});
afterEach(() => jest.restoreAllMocks());

const write = (name: string) => store.db.lazily(() => store.settings.set(name, true));
const send = (name: string) => {
	const done = jest.fn<void, [Error?]>();
	socket.send(Buffer.from(name), done);
	return done;
};
const fillDisk = () =>
	commits.mockImplementationOnce(() => {
		throw Object.assign(new Error('database or disk is full'), { errcode: 13 });
	});
const saved = async () => {
	await store.db.saving();
	// Whatever waits for the same thing was told in the same breath.
	await Promise.resolve();
};

describe('A frame', () => {
	test('leaves at once when all that was written is on disk', () => {
		store.settings.set('a', true);
		const done = send('a');
		expect(left).toEqual(['a']);
		expect(done).toHaveBeenCalledWith();
	});

	test('leaves after what was written before it is on disk', async () => {
		write('a');
		send('a');
		expect(left).toEqual([]);
		await saved();
		expect(happened).toEqual(['commit', 'a']);
	});

	test('does not wait longer than that: a transaction in the same turn is enough', async () => {
		write('a');
		send('a');
		store.settings.set('b', true);
		await Promise.resolve();
		await Promise.resolve();
		expect(happened).toEqual(['commit', 'a']);
	});

	test('never overtakes one that waits', async () => {
		write('a');
		send('a');
		store.settings.set('b', true);
		// All is on disk, but the first frame has not been told yet.
		send('b');
		expect(left).toEqual([]);
		await Promise.resolve();
		await Promise.resolve();
		expect(left).toEqual(['a', 'b']);
	});

	test('waits for what was written after an earlier one', async () => {
		write('a');
		send('a');
		store.settings.set('in between', true);
		write('b');
		send('b');
		await Promise.resolve();
		await Promise.resolve();
		expect(happened).toEqual(['commit', 'a']);
		await saved();
		expect(happened).toEqual(['commit', 'a', 'commit', 'b']);
	});

	test('shares its commit with many others, and they leave in order', async () => {
		const names = Array.from({ length: 20 }, (_, index) => `frame ${index}`);
		for (const name of names) {
			write(name);
			send(name);
		}
		await saved();
		expect(happened).toEqual(['commit', ...names]);
	});

	test('lets whoever sent it go on, until eight of them wait', async () => {
		write('a');
		const done = Array.from({ length: 10 }, (_, index) => send(`frame ${index}`));
		expect(done.map(({ mock }) => mock.calls.length)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
		await saved();
		expect(left).toHaveLength(10);
		expect(done.map(({ mock }) => mock.calls.length)).toEqual(Array(10).fill(1));
	});
});

describe('A frame whose ratchet cannot be written', () => {
	test('does not leave, nor does anything after it on this connection', async () => {
		write('a');
		send('a');
		fillDisk();
		await expect(store.db.saving()).rejects.toMatchObject({ code: 'STORE_FAILED' });
		store.settings.set('there is space again', true);
		const later = send('b');
		await saved();
		expect(left).toEqual([]);
		expect(later).toHaveBeenCalledWith(expect.objectContaining({ code: 'STORE_FAILED' }));
	});

	test('is an error for whoever still waits for it, once', async () => {
		write('a');
		const done = Array.from({ length: 9 }, (_, index) => send(`frame ${index}`));
		fillDisk();
		await expect(store.db.saving()).rejects.toThrow();
		expect(done.map(({ mock }) => mock.calls)).toEqual([
			...Array(8).fill([[]]),
			[[expect.objectContaining({ code: 'STORE_FAILED' })]],
		]);
	});

	test('takes no frame with it that was on disk before', async () => {
		write('a');
		send('a');
		store.settings.set('in between', true);
		write('b');
		send('b');
		fillDisk();
		await expect(store.db.saving()).rejects.toThrow();
		expect(left).toEqual(['a']);
	});
});
