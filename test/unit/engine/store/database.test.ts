import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { EngineError } from '../../../../engine/gateway/contract';
import { openDatabase, type Database } from '../../../../engine/store/database';
import { MIGRATIONS } from '../../../../engine/store/migrations';
import { START } from '../../../support/fake-clock';
import { fillDiskAtCommit } from '../../../support/full-disk';
import { errorOf, useFolder } from '../support';

const folder = useFolder();
const opened: Database[] = [];
afterEach(() => {
	for (const database of opened.splice(0)) database.close();
});

const file = () => join(folder.path, 'account', 'session.db');

function open(): Database {
	const database = openDatabase(file(), () => START);
	opened.push(database);
	return database;
}

const put = (database: Database, name: string) =>
	database.run('INSERT INTO setting (name, value) VALUES (?, ?)', name, new Uint8Array([1]));
const names = (database: Database) =>
	database.all<{ name: string }>('SELECT name FROM setting ORDER BY name').map(({ name }) => name);

/** Runs statements on the file as any other program would. */
function outside(...statements: string[]): void {
	const sqlite = new DatabaseSync(file());
	for (const statement of statements) sqlite.exec(statement);
	sqlite.close();
}

/** The whole schema as SQLite tells it. */
function schema(): unknown {
	const sqlite = new DatabaseSync(file());
	const tables = sqlite.prepare('SELECT type, name, sql FROM sqlite_schema ORDER BY name').all();
	const version = sqlite.prepare('PRAGMA user_version').get();
	sqlite.close();
	return { tables, version };
}

describe('The file', () => {
	test('is its owner’s alone, and so are its folder and its write-ahead log', () => {
		put(open(), 'a');
		const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
		expect(mode(dirname(file()))).toBe('700');
		expect(mode(file())).toBe('600');
		expect(mode(`${file()}-wal`)).toBe('600');
	});

	test('is closed to others also when it was open to them before', () => {
		open().close();
		chmodSync(file(), 0o644);
		open();
		expect(statSync(file()).mode & 0o777).toBe(0o600);
	});

	test('holds what was written after it is opened again', () => {
		const first = open();
		put(first, 'a');
		first.close();
		expect(names(open())).toEqual(['a']);
	});

	test('can be closed twice', () => {
		const database = open();
		database.close();
		expect(() => database.close()).not.toThrow();
	});
});

describe('A file that another process has', () => {
	/** Another n8n: opens the file in the same way, says so, and holds it until its input ends. */
	const HOLDER = `
		const { DatabaseSync } = require('node:sqlite');
		const sqlite = new DatabaseSync(process.argv[1], { timeout: 0 });
		sqlite.exec('PRAGMA locking_mode = EXCLUSIVE');
		sqlite.exec('PRAGMA journal_mode = WAL');
		sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
		process.stdout.write('held');
		process.stdin.resume();
	`;
	const TAKER = `
		const { DatabaseSync } = require('node:sqlite');
		const sqlite = new DatabaseSync(process.argv[1], { timeout: 0 });
		try {
			sqlite.exec('PRAGMA locking_mode = EXCLUSIVE');
			sqlite.exec('PRAGMA journal_mode = WAL');
			sqlite.exec('BEGIN EXCLUSIVE; COMMIT');
			process.stdout.write('taken');
		} catch (error) {
			process.stdout.write('SQLite ' + error.errcode);
		}
	`;

	test('is IN_USE, and is free the moment that process dies', async () => {
		open().close();
		const holder = spawn(process.execPath, ['-e', HOLDER, file()], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		await once(holder.stdout, 'data');

		const error = errorOf(open);
		expect(error).toBeInstanceOf(EngineError);
		expect(error).toMatchObject({ code: 'IN_USE', retryable: true });
		expect(readdirSync(dirname(file()))).not.toContainEqual(expect.stringContaining('damaged'));

		holder.kill('SIGKILL');
		await once(holder, 'exit');
		expect(() => put(open(), 'a')).not.toThrow();
	});

	test('cannot be had by it while it is ours, although we do nothing with it', () => {
		open();
		const run = () => execFileSync(process.execPath, ['-e', TAKER, file()], { encoding: 'utf8' });
		expect(run()).toBe('SQLite 5');
		opened[0]?.close();
		expect(run()).toBe('taken');
	});
});

describe('A transaction', () => {
	let database: Database;
	beforeEach(() => {
		database = open();
	});

	test('is on disk when it returns, with what its work returned', () => {
		expect(
			database.transaction(() => {
				put(database, 'a');
				return 'done';
			}),
		).toBe('done');
		expect(names(database)).toEqual(['a']);
	});

	test('that throws has done nothing', () => {
		expect(() =>
			database.transaction(() => {
				put(database, 'a');
				throw new Error('in the middle');
			}),
		).toThrow('in the middle');
		expect(names(database)).toEqual([]);
	});

	test('can follow one that failed', () => {
		errorOf(() =>
			database.transaction(() => {
				throw new Error('in the middle');
			}),
		);
		database.transaction(() => put(database, 'a'));
		expect(names(database)).toEqual(['a']);
	});

	test('inside another one is a part of it', () => {
		errorOf(() =>
			database.transaction(() => {
				database.transaction(() => put(database, 'inner'));
				throw new Error('after the inner one');
			}),
		);
		expect(names(database)).toEqual([]);
		database.transaction(() => database.transaction(() => put(database, 'a')));
		expect(names(database)).toEqual(['a']);
	});

	test('inside another one ends both when it throws', () => {
		errorOf(() =>
			database.transaction(() => {
				put(database, 'outer');
				database.transaction(() => {
					throw new Error('in the inner one');
				});
			}),
		);
		expect(names(database)).toEqual([]);
	});

	test('ends when a statement of it fails', () => {
		put(database, 'a');
		expect(
			errorOf(() =>
				database.transaction(() => {
					put(database, 'b');
					put(database, 'a');
				}),
			),
		).toMatchObject({ code: 'STORE_FAILED' });
		expect(names(database)).toEqual(['a']);
	});
});

describe('Lazy work', () => {
	let database: Database;
	let lost: jest.Mock<void, [unknown]>;
	let rolledBack: jest.Mock<void, []>;

	beforeEach(() => {
		database = open();
		lost = jest.fn();
		rolledBack = jest.fn();
		database.onLost(lost);
		database.onRollback(rolledBack);
	});
	afterEach(() => jest.restoreAllMocks());

	/** What another process would find if this one died now. */
	function onDisk(): string[] {
		const copy = join(folder.path, 'copy');
		cpSync(dirname(file()), copy, { recursive: true });
		const sqlite = new DatabaseSync(join(copy, 'session.db'));
		const found = sqlite.prepare('SELECT name FROM setting ORDER BY name').all();
		sqlite.close();
		return found.map(({ name }) => String(name));
	}

	const fail = () => {
		throw new Error('in the middle');
	};

	test('is read at once, and is on disk at the end of the turn', async () => {
		expect(database.lazily(() => put(database, 'a'))).toEqual({ changes: 1 });
		database.lazily(() => put(database, 'b'));
		expect(names(database)).toEqual(['a', 'b']);
		expect(onDisk()).toEqual([]);
		await endOfTurn();
		expect(onDisk()).toEqual(['a', 'b']);
	});

	test('can be waited for, all of a turn together', async () => {
		expect(database.saving()).toBeUndefined();
		database.lazily(() => put(database, 'a'));
		const saving = database.saving();
		database.lazily(() => put(database, 'b'));
		expect(database.saving()).toBe(saving);
		await saving;
		expect(onDisk()).toEqual(['a', 'b']);
		expect(database.saving()).toBeUndefined();
	});

	test('goes on where memory is given back in the middle of it, and whoever remembers the file is told', async () => {
		const listener = jest.fn();
		database.onShrink(listener);
		database.lazily(() => put(database, 'a'));
		database.shrink();
		database.lazily(() => put(database, 'b'));
		await database.saving();
		expect(onDisk()).toEqual(['a', 'b']);
		expect(listener).toHaveBeenCalledTimes(1);
	});

	test('costs one commit for all of a turn', async () => {
		const exec = jest.spyOn(DatabaseSync.prototype, 'exec');
		for (const name of ['a', 'b', 'c']) database.lazily(() => put(database, name));
		await endOfTurn();
		await endOfTurn();
		expect(exec.mock.calls.filter(([sql]) => sql === 'COMMIT')).toHaveLength(1);
	});

	test.each<[string, () => void]>([
		['a transaction', () => database.transaction(() => put(database, 'b'))],
		['a statement on its own', () => put(database, 'b')],
	])('is on disk with %s that follows', async (_what, write) => {
		database.lazily(() => put(database, 'a'));
		const saving = database.saving();
		write();
		expect(onDisk()).toEqual(['a', 'b']);
		expect(database.saving()).toBeUndefined();
		await saving;
	});

	test('inside a transaction is a part of it, and the other way round', async () => {
		database.transaction(() => database.lazily(() => put(database, 'a')));
		expect(onDisk()).toEqual(['a']);
		database.lazily(() => database.transaction(() => put(database, 'b')));
		expect(onDisk()).toEqual(['a']);
		await database.saving();
		expect(onDisk()).toEqual(['a', 'b']);
	});

	test('that throws takes itself back, and nothing else', async () => {
		database.lazily(() => put(database, 'a'));
		const thrown = errorOf(() => database.lazily(() => (put(database, 'b'), fail())));
		expect(thrown).toMatchObject({ message: 'in the middle' });
		expect(names(database)).toEqual(['a']);
		expect(rolledBack).toHaveBeenCalledTimes(1);
		database.lazily(() => put(database, 'c'));
		await database.saving();
		expect(onDisk()).toEqual(['a', 'c']);
		expect(lost).not.toHaveBeenCalled();
	});

	test('that throws first leaves nothing open', async () => {
		errorOf(() => database.lazily(() => (put(database, 'a'), fail())));
		expect(database.saving()).toBeUndefined();
		expect(rolledBack).toHaveBeenCalledTimes(1);
		await endOfTurn();
		put(database, 'b');
		expect(onDisk()).toEqual(['b']);
		expect(lost).not.toHaveBeenCalled();
	});

	test('stays when a transaction after it throws', async () => {
		database.lazily(() => put(database, 'a'));
		errorOf(() => database.transaction(() => (put(database, 'b'), fail())));
		expect(names(database)).toEqual(['a']);
		await database.saving();
		expect(onDisk()).toEqual(['a']);
		expect(lost).not.toHaveBeenCalled();
	});

	test('that cannot be written is taken back, and whoever counts on it is told', async () => {
		database.lazily(() => put(database, 'a'));
		const saving = database.saving();
		const free = fillDiskAtCommit();
		await expect(saving).rejects.toMatchObject({
			code: 'STORE_FAILED',
			message: 'The disk of n8n is full.',
		});
		expect(names(database)).toEqual([]);
		expect(database.saving()).toBeUndefined();
		expect(rolledBack).toHaveBeenCalledTimes(1);
		expect(lost.mock.calls).toEqual([[expect.objectContaining({ code: 'STORE_FAILED' })]]);

		free();
		put(database, 'b');
		expect(onDisk()).toEqual(['b']);
	});

	test('that nobody waits for may fail too', async () => {
		database.lazily(() => put(database, 'a'));
		fillDiskAtCommit();
		await endOfTurn();
		expect(lost).toHaveBeenCalledTimes(1);
	});

	test('is lost with the transaction that should have brought it to disk', async () => {
		database.lazily(() => put(database, 'a'));
		const saving = database.saving();
		fillDiskAtCommit();
		expect(errorOf(() => put(database, 'b'))).toMatchObject({ code: 'STORE_FAILED' });
		await expect(saving).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(names(database)).toEqual([]);
		expect(lost).toHaveBeenCalledTimes(1);
	});

	test('is lost when SQLite takes back everything because of one statement', async () => {
		database.lazily(() => put(database, 'a'));
		const saving = database.saving();
		errorOf(() =>
			database.lazily(() => database.run('INSERT OR ROLLBACK INTO setting VALUES (NULL, NULL)')),
		);
		await expect(saving).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(names(database)).toEqual([]);
		expect(lost).toHaveBeenCalledTimes(1);
	});

	test('is not what a transaction of its own loses', () => {
		fillDiskAtCommit();
		errorOf(() => database.transaction(() => put(database, 'a')));
		expect(rolledBack).toHaveBeenCalledTimes(1);
		expect(lost).not.toHaveBeenCalled();
	});

	test('can be followed by more from whoever is told that it was lost', async () => {
		database.onLost(() => put(database, 'told'));
		database.lazily(() => put(database, 'a'));
		const free = fillDiskAtCommit();
		lost.mockImplementation(free);
		await endOfTurn();
		expect(onDisk()).toEqual(['told']);
	});

	test('is on disk when the file was closed, and nothing runs after that', async () => {
		database.lazily(() => put(database, 'a'));
		const saving = database.saving();
		database.close();
		await saving;
		await endOfTurn();
		expect(names(open())).toEqual(['a']);
	});
});

describe('A statement', () => {
	test('says how many rows it changed', () => {
		const database = open();
		put(database, 'a');
		put(database, 'b');
		expect(database.run('DELETE FROM setting')).toEqual({ changes: 2 });
		expect(database.run('DELETE FROM setting')).toEqual({ changes: 0 });
	});

	test('that SQLite refuses is STORE_FAILED, without the statement or the file in its words', () => {
		const error = errorOf(() => open().run('SELECT secret FROM nowhere')) as EngineError;
		expect(error).toBeInstanceOf(EngineError);
		expect(error.code).toBe('STORE_FAILED');
		expect(error.message + error.hint).not.toMatch(/secret|nowhere|session\.db/);
	});

	test('on a full disk says that the disk is full', () => {
		const database = open();
		const { page_count: pages } = database.get<{ page_count: number }>('PRAGMA page_count') ?? {
			page_count: 0,
		};
		database.get(`PRAGMA max_page_count = ${pages}`);
		const big = () => database.run("INSERT INTO setting VALUES ('a', ?)", new Uint8Array(100_000));
		expect(errorOf(big)).toMatchObject({
			code: 'STORE_FAILED',
			message: 'The disk of n8n is full.',
			retryable: true,
		});
	});

	test('removes what belongs to a row with the row', () => {
		const database = open();
		database.run("INSERT INTO subscription (id, events, raw, seen_at) VALUES ('a', '[]', 0, 0)");
		database.run("INSERT INTO batch (id, type, at, events) VALUES ('1', 'message.sent', 0, x'00')");
		database.run("INSERT INTO delivery VALUES ('a', 1)");
		database.run('DELETE FROM subscription');
		expect(database.all('SELECT * FROM delivery')).toEqual([]);
	});
});

describe('A damaged file', () => {
	const ASIDE = 'session.db.damaged-2026-07-01T12-00-00-000Z';

	/** Overwrites everything but the header that says "this is a database". */
	function scramble(): void {
		const bytes = readFileSync(file());
		writeFileSync(file(), bytes.fill(0x55, 100));
	}

	test.each([
		['that is no database at all', () => writeFileSync(file(), 'not a database '.repeat(100))],
		['whose pages were overwritten', scramble],
		['that was cut off', () => writeFileSync(file(), readFileSync(file()).subarray(0, 8192))],
	])('%s is DAMAGED and set aside; the next opening starts anew', (_how, damage) => {
		const first = open();
		first.transaction(() => {
			for (let count = 0; count < 500; count++) put(first, `name ${count}`);
		});
		first.close();
		damage();
		const bytes = readFileSync(file());

		const error = errorOf(open);
		expect(error).toBeInstanceOf(EngineError);
		expect(error).toMatchObject({
			code: 'DAMAGED',
			message: expect.stringContaining(ASIDE),
			retryable: false,
		});
		expect(readFileSync(join(dirname(file()), ASIDE)).equals(bytes)).toBe(true);
		expect(existsSync(file())).toBe(false);
		expect(names(open())).toEqual([]);
	});

	test('leaves no write-ahead log that could get into the new one', () => {
		open().close();
		const second = open();
		put(second, 'in the log');
		const log = readFileSync(`${file()}-wal`);
		second.close();
		writeFileSync(file(), 'not a database '.repeat(100));
		writeFileSync(`${file()}-wal`, log);

		expect(errorOf(open)).toMatchObject({ code: 'DAMAGED' });
		expect(existsSync(`${file()}-wal`)).toBe(false);
		expect(names(open())).toEqual([]);
	});
});

describe('The schema', () => {
	test('is at the newest version after the first opening', () => {
		open().close();
		expect(schema()).toMatchObject({ version: { user_version: MIGRATIONS.length } });
	});

	test('does not change when the file is opened again', () => {
		open().close();
		const before = schema();
		open().close();
		expect(schema()).toEqual(before);
	});

	test('is built from the version that the file has: an empty file has version 0', () => {
		mkdirSync(dirname(file()));
		outside('VACUUM');
		expect(schema()).toMatchObject({ version: { user_version: 0 }, tables: [] });
		open().close();
		expect(schema()).toMatchObject({ version: { user_version: MIGRATIONS.length } });
	});

	test('of a newer version of this package is refused, and the file is left alone', () => {
		const database = open();
		put(database, 'a');
		database.close();
		outside(`PRAGMA user_version = ${MIGRATIONS.length + 1}`);
		const bytes = readFileSync(file());

		expect(errorOf(open)).toMatchObject({ code: 'STORE_FAILED', retryable: false });
		expect(readFileSync(file()).equals(bytes)).toBe(true);
		outside(`PRAGMA user_version = ${MIGRATIONS.length}`);
		expect(names(open())).toEqual(['a']);
	});
});
