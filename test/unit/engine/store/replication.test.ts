import { join } from 'node:path';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { EngineError } from '../../../../engine/gateway/contract';
import { openDatabase, type Database, type Replication } from '../../../../engine/store/database';
import { openPatchset } from '../../../../engine/store/patchsets';
import { readSnapshot } from '../../../../engine/store/restore';
import { START } from '../../../support/fake-clock';
import { fillDiskAtCommit } from '../../../support/full-disk';
import { contentsOf, restored } from '../../../support/replica';
import { deferred, errorOf, useFolder, type Deferred } from '../support';

const folder = useFolder();
const file = () => join(folder.path, 'session.db');

/** A log that has what was appended when the test says so. */
interface SlowLog extends Replication {
	patchsets: Uint8Array[];
	flushed?: Deferred;
}

let database: Database;
let log: SlowLog;
let empty: Uint8Array;

const open = (replication?: Replication) => openDatabase(file(), () => START, { replication });

beforeEach(async () => {
	open().close();
	({ bytes: empty } = await readSnapshot(file()));
	const appended: SlowLog = {
		patchsets: [],
		append(patchset) {
			appended.patchsets.push(patchset);
			appended.flushed ??= deferred();
		},
		saving: () => appended.flushed?.promise,
	};
	log = appended;
	database = open(log);
});
afterEach(() => {
	jest.restoreAllMocks();
	database.close();
});

const put = (name: string) =>
	database.run('INSERT INTO setting (name, value) VALUES (?, ?)', name, new Uint8Array([1]));
const fail = () => {
	throw new Error('in the middle');
};

/** The names in the file as it would be restored after each patchset. */
async function namesAfterEach(): Promise<string[]> {
	const after = log.patchsets.map(async (_, index) => {
		const { setting = [] } = await restored(empty, log.patchsets.slice(0, index + 1));
		return setting.map((row) => (row as { name: string }).name).join();
	});
	return await Promise.all(after);
}

describe('What is written', () => {
	test('is appended with each commit, in order', async () => {
		database.transaction(() => (put('a'), put('b')));
		put('c');
		database.lazily(() => put('d'));
		database.lazily(() => put('e'));
		expect(log.patchsets).toHaveLength(2);
		await endOfTurn();
		expect(log.patchsets).toHaveLength(3);
		database.lazily(() => put('f'));
		database.scrub();
		expect(log.patchsets).toHaveLength(4);
		database.lazily(() => put('g'));
		put('h');
		expect(log.patchsets).toHaveLength(5);
		database.lazily(() => put('i'));
		database.close();
		expect(await namesAfterEach()).toEqual([
			...['a,b', 'a,b,c', 'a,b,c,d,e', 'a,b,c,d,e,f'],
			...['a,b,c,d,e,f,g,h', 'a,b,c,d,e,f,g,h,i'],
		]);
	});

	test('is there when it is appended: another reader of the file would find it', () => {
		const found: number[] = [];
		log.append = () => found.push(database.all('SELECT 1 FROM setting').length);
		database.transaction(() => put('a'));
		put('b');
		expect(found).toEqual([1, 2]);
	});

	test('and is nothing in the end is not appended', async () => {
		database.transaction(() => undefined);
		database.run('DELETE FROM setting');
		database.transaction(() => (put('a'), database.run('DELETE FROM setting')));
		database.lazily(() => undefined);
		await endOfTurn();
		expect(log.patchsets).toEqual([]);
	});

	test('and taken back is not in what is appended', async () => {
		errorOf(() => database.transaction(() => (put('a'), fail())));
		expect(log.patchsets).toEqual([]);
		database.lazily(() => put('b'));
		errorOf(() => database.transaction(() => (put('c'), fail())));
		errorOf(() => database.lazily(() => (database.run('DELETE FROM setting'), fail())));
		await endOfTurn();
		errorOf(() => put('b'));
		put('a');
		expect(await namesAfterEach()).toEqual(['b', 'a,b']);
	});

	test('and the disk does not take at the commit is not appended, nor with what follows', async () => {
		database.lazily(() => put('a'));
		const free = fillDiskAtCommit();
		expect(errorOf(() => put('b'))).toMatchObject({ code: 'STORE_FAILED' });
		expect(errorOf(() => put('c'))).toMatchObject({ code: 'STORE_FAILED' });
		free();
		expect(log.patchsets).toEqual([]);
		put('d');
		expect(await namesAfterEach()).toEqual(['d']);
	});

	test('makes the same file of a copy as the one that it was written to', async () => {
		put('a');
		database.run("INSERT OR REPLACE INTO setting VALUES ('a', x'02')");
		database.run(
			"INSERT INTO setting VALUES ('a', x'03') ON CONFLICT (name) DO UPDATE SET value = excluded.value",
		);
		expect(await restored(empty, log.patchsets)).toEqual(contentsOf(database));
	});
});

describe('Saving', () => {
	test('is over when the log has all that was appended', async () => {
		expect(database.saving()).toBeUndefined();
		database.transaction(() => put('a'));
		const saving = database.saving();
		expect(saving).toBeInstanceOf(Promise);
		let isSaved = false;
		void saving?.then(() => (isSaved = true));
		await endOfTurn();
		expect(isSaved).toBe(false);
		log.flushed?.resolve();
		await saving;
	});

	test('of what is not committed yet goes on when it is, until the log has it', async () => {
		database.lazily(() => put('a'));
		let isSaved = false;
		const saving = database.saving()?.then(() => (isSaved = true));
		await endOfTurn();
		expect(log.patchsets).toHaveLength(1);
		await endOfTurn();
		expect(isSaved).toBe(false);
		log.flushed?.resolve();
		await saving;
	});

	test.each<[string, () => void]>([
		['at once', () => put('a')],
		['lazily', () => database.lazily(() => put('a'))],
	])('of what was written %s fails when it will never be in the log', async (_how, write) => {
		const rolledBack = jest.fn();
		database.onRollback(rolledBack);
		write();
		const saving = database.saving();
		await endOfTurn();
		const fenced = new EngineError(
			'STORE_FAILED',
			'Another process has the number.',
			'Wait.',
			true,
		);
		log.flushed?.reject(fenced);
		await expect(saving).rejects.toBe(fenced);
		await expect(database.saving()).rejects.toBe(fenced);
		// It is in the file: what was read of it is so.
		expect(rolledBack).not.toHaveBeenCalled();
	});

	test('fails before the log has anything when the disk does not take it', async () => {
		database.lazily(() => put('a'));
		const saving = database.saving();
		fillDiskAtCommit();
		await expect(saving).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(log.patchsets).toEqual([]);
		expect(database.saving()).toBeUndefined();
	});
});

test('A patchset says of which schema it is', () => {
	const version = database.get<{ user_version: number }>('PRAGMA user_version')?.user_version;
	put('a');
	expect(log.patchsets.map((patchset) => openPatchset(patchset).version)).toEqual([version]);
});

test('A file that is replicated does not wait for the disk, others do', () => {
	const synchronous = () =>
		database.get<{ synchronous: number }>('PRAGMA synchronous')?.synchronous;
	expect(synchronous()).toBe(0);
	database.close();
	database = open();
	expect(synchronous()).toBe(2);
});

test('A file that must be migrated first is not opened with a log, as no patchset would have it', () => {
	const fresh = join(folder.path, 'fresh', 'session.db');
	const error = errorOf(() => openDatabase(fresh, () => START, { replication: log }));
	expect((error as Error).message).toMatch(/migration/);
});
