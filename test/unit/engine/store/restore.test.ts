import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { EngineError } from '../../../../engine/gateway/contract';
import { openDatabase, type Database } from '../../../../engine/store/database';
import { applyPatchsets, readSnapshot } from '../../../../engine/store/restore';
import { START } from '../../../support/fake-clock';
import { contentsOf, createMemoryLog, restored, type MemoryLog } from '../../../support/replica';
import { useFolder } from '../support';

const folder = useFolder();
const file = () => join(folder.path, 'session.db');

let database: Database;
let log: MemoryLog;
let empty: Uint8Array;

beforeEach(async () => {
	openDatabase(file(), () => START).close();
	({ bytes: empty } = await readSnapshot(file()));
	log = createMemoryLog();
	database = openDatabase(file(), () => START, { replication: log });
});
afterEach(() => database.close());

const run = (...statements: string[]) => {
	for (const statement of statements) database.run(statement);
};
const together = (...statements: string[]) => database.transaction(() => run(...statements));

async function written(): Promise<readonly Uint8Array[]> {
	await log.saving();
	return log.patchsets;
}

async function expectSame(): Promise<void> {
	expect(await restored(empty, await written())).toEqual(contentsOf(database));
}

const SUBSCRIPTION = "INSERT INTO subscription (id, events, raw, seen_at) VALUES ('a', '[]', 0, 0)";
const batch = (id: string) =>
	`INSERT INTO batch (id, type, at, events) VALUES ('${id}', 'message.read', 0, x'00')`;
const message = (id: string) =>
	`INSERT INTO message (id, chat, status, queued_at, changed_at) VALUES ('${id}', 'c', 'SENT', 0, 0)`;

describe('The same comes of patchsets where the file', () => {
	beforeEach(() => {
		run(SUBSCRIPTION, SUBSCRIPTION.replace("'a'", "'b'"), batch('1'), batch('2'));
		run("INSERT INTO delivery VALUES ('a', 1), ('b', 1), ('a', 2)");
		run("INSERT INTO lane VALUES ('a', 1, 7), ('b', 1, 7), ('a', 2, 7)");
		run(message('x'), message('y'), "INSERT INTO receipt VALUES ('x', 'p', 'READ', 0)");
	});
	afterEach(expectSame);

	test('has a trigger that did something', () => {
		run("DELETE FROM delivery WHERE subscription = 'a'");
		expect(database.all('SELECT id FROM batch')).toEqual([{ id: '1' }]);
	});

	test.each([
		["DELETE FROM subscription WHERE id = 'a'"],
		["DELETE FROM batch WHERE id = '1'"],
		["DELETE FROM message WHERE id = 'x'"],
	])('has rows that went with those that they belong to: %s', (statement) => {
		run(statement);
	});

	test('lost all rows of a table', () => {
		run('DELETE FROM subscription', 'DELETE FROM message');
		expect(database.all('SELECT * FROM lane')).toEqual([]);
	});

	test('has rows in the place of others', () => {
		run("REPLACE INTO receipt VALUES ('x', 'p', 'PLAYED', 1), ('x', 'q', 'READ', 1)");
		// Another number, as the ID is not what it counts by.
		run(message('y').replace('INSERT', 'INSERT OR REPLACE'));
		expect(database.all('SELECT seq FROM message ORDER BY seq')).toEqual([{ seq: 1 }, { seq: 3 }]);
	});

	test('has rows that took the names of others within one transaction', () => {
		const ids = ['1', '2', '3', '4', '5'];
		run(...ids.slice(2).map(batch));
		together('DELETE FROM batch', ...ids.toReversed().map(batch));
	});

	test('has rows under other keys', () => {
		together("UPDATE receipt SET participant = 'q', status = 'READ'", 'UPDATE lane SET lane = 8');
	});

	test('has numbers that were used before', () => {
		run("DELETE FROM message WHERE id = 'y'", message('z'));
		expect(database.all('SELECT seq FROM message ORDER BY seq')).toEqual([{ seq: 1 }, { seq: 3 }]);
	});
});

test('The number of a row that was there between two commits is not given again', async () => {
	run(message('x'), 'DELETE FROM message');
	await expectSame();
	expect(contentsOf(database)['sqlite_sequence']).toEqual([{ name: 'message', seq: 1 }]);
});

describe('Patchsets', () => {
	const apply = async (patchsets: readonly (Uint8Array | undefined)[]) =>
		await restored(empty, patchsets as Uint8Array[]);
	const DAMAGED = { code: 'DAMAGED', retryable: false };

	test('may come over time', async () => {
		run(message('x'), message('y'));
		const copy = join(folder.path, 'copy.db');
		writeFileSync(copy, empty);
		await applyPatchsets(
			copy,
			(async function* () {
				for (const patchset of await written()) {
					await nextTurn();
					yield patchset;
				}
			})(),
		);
		using sqlite = new DatabaseSync(copy);
		expect(sqlite.prepare('SELECT id FROM message').all()).toEqual([{ id: 'x' }, { id: 'y' }]);
	});

	test.each<[string, (patchsets: readonly Uint8Array[]) => (Uint8Array | undefined)[]]>([
		['of which one is missing', ([first, , third]) => [first, third]],
		['of which one comes twice', ([first]) => [first, first]],
		['in another order', ([first, second]) => [second, first]],
	])('%s are DAMAGED', async (_what, choose) => {
		const read = "UPDATE message SET status = 'READ'";
		run(message('x'), "DELETE FROM message WHERE id = 'x'", message('x'), read);
		const [, , insert, update] = await written();
		await expect(apply([insert, update])).resolves.toMatchObject({ message: [{ status: 'READ' }] });
		await expect(apply(choose(log.patchsets))).rejects.toMatchObject(DAMAGED);
	});

	test('of another schema are DAMAGED, although SQLite would pass over them', async () => {
		run(message('x'));
		const other = Buffer.from((await written())[0] as Uint8Array);
		other.writeUInt16BE(other.readUInt16BE() + 1);
		await expect(apply([other])).rejects.toMatchObject(DAMAGED);
	});

	test('that are none tell nothing of the file or of statements', async () => {
		run(message('x'));
		const [first] = await written();
		const error = (await apply([Buffer.from(first ?? []).fill('x', 2)]).catch(
			(thrown: unknown) => thrown,
		)) as EngineError;
		expect(error.code).toBe('STORE_FAILED');
		expect(error.message + error.hint).not.toMatch(/message|session/);
	});

	test('leave others their turns while many are applied', async () => {
		const PATCHSETS = 2_000;
		for (let n = 0; n < PATCHSETS; n++) run(message(`m${n}`));
		let turns = 0;
		let isDone = false;
		const patchsets = await written();
		const applied = restored(empty, patchsets).finally(() => (isDone = true));
		while (!isDone) {
			turns++;
			await nextTurn();
		}
		expect((await applied)['message']).toHaveLength(PATCHSETS);
		// 2,000 small ones are 8 MB of work: 64 slices of 128 KB, and so many turns at least.
		expect(turns).toBeGreaterThan(50);
	});
});

describe('A snapshot', () => {
	test('is the whole file, and says of which schema it is', async () => {
		run(message('x'));
		database.close();
		const { schema, bytes } = await readSnapshot(file());
		expect(Buffer.from(bytes).equals(readFileSync(file()))).toBe(true);
		using sqlite = new DatabaseSync(file());
		expect(sqlite.prepare('PRAGMA user_version').get()).toEqual({ user_version: schema });
		expect(sqlite.prepare('SELECT id FROM message').all()).toEqual([{ id: 'x' }]);
	});

	test('is not made of a file that is open', async () => {
		run(message('x'));
		await expect(readSnapshot(file())).rejects.toThrow(/open/);
	});

	test('of a restored file is what it was made of, and may be written to', async () => {
		run(message('x'), message('y'));
		const copy = join(folder.path, 'copy.db');
		writeFileSync(copy, empty);
		await applyPatchsets(copy, await written());
		const next = createMemoryLog();
		const { bytes } = await readSnapshot(copy);
		const reopened = openDatabase(copy, () => START, { replication: next });
		reopened.run("DELETE FROM message WHERE id = 'x'");
		await next.saving();
		expect(await restored(bytes, next.patchsets)).toEqual(contentsOf(reopened));
		reopened.close();
	});
});
