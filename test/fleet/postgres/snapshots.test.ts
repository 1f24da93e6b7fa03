import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, type Database } from '../../../engine/store/database';
import { compact, restoreFile, type Claim } from '../../../engine/store/postgres';
import { readSnapshot } from '../../../engine/store/restore';
import { contentsOf } from '../../support/replica';
import { useStored } from './log-support';
import { claimNew, SCHEMA, takeOver, useServer } from './support';

const site = useServer();
const MIB = 1024 * 1024;

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'snapshots-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const now = () => 0;
const open = (file: string) => openDatabase(file, now);

async function start() {
	const n8n = await site.startN8n();
	const postgres = n8n.connect();
	return { postgres, ...useStored(postgres) };
}

/** A number's file that goes on from a first snapshot, with its log in Postgres. */
async function startFile({ snapshots, log }: Awaited<ReturnType<typeof start>>, claim: Claim) {
	const file = join(folder, 'session.db');
	open(file).close();
	const { schema, bytes } = await readSnapshot(file);
	await snapshots.write(claim, { seq: claim.seq, schema, content: [bytes] });
	const replication = log.writer(claim, (loss) => {
		throw new Error(loss);
	});
	return openDatabase(file, now, { replication });
}

const put = (database: Database, name: string, value: Uint8Array) =>
	database.run('INSERT OR REPLACE INTO setting (name, value) VALUES (?, ?)', name, value);
const contents = (database: Database) => {
	const found = contentsOf(database);
	database.close();
	return found;
};

describe('A file that is restored', () => {
	test('is what it was, from a snapshot and what came after it', async () => {
		const stored = await start();
		const claim = await claimNew(stored.postgres);
		const database = await startFile(stored, claim);
		for (let number = 0; number < 300; number++) {
			put(database, `${number % 50}`, randomBytes(1 + (number % 40) * 100));
			if (number % 7 === 0) database.run('DELETE FROM setting WHERE name = ?', `${number % 30}`);
			if (number % 10 === 0) await database.saving();
		}
		await database.saving();
		const original = contents(database);

		const next = await takeOver(stored.postgres, claim);
		expect(next.seq).toBeGreaterThan(30);
		const copy = join(folder, 'copy.db');
		expect(await restoreFile(stored.snapshots, next, copy)).toMatchObject({
			schema: expect.any(Number) as number,
		});
		expect(contents(open(copy))).toEqual(original);
	});

	test('is what it was while logs that have grown long are replaced by snapshots', async () => {
		const stored = await start();
		const { snapshots } = stored;
		const claim = await claimNew(stored.postgres);
		const database = await startFile(stored, claim);
		const spare = join(folder, 'spare.db');
		expect(await compact(snapshots, claim, spare)).toBe(false);
		const value = randomBytes(1000);
		const work = async () => {
			for (let number = 0; number < 9000; number++) {
				value.writeUInt32BE(number);
				put(database, `${number % 100}`, value);
				if (number % 50 === 0) await database.saving();
			}
		};
		await work();
		const before = await snapshots.measure(claim);
		expect(before.log).toBeGreaterThan(8 * MIB);

		const [isDone] = await Promise.all([compact(snapshots, claim, spare), work()]);
		expect(isDone).toBe(true);
		await database.saving();
		const after = await snapshots.measure(claim);
		expect(after.seq).toBeGreaterThan(before.seq);
		expect(after.snapshot).toBeLessThan(MIB);
		expect(after.log).toBeLessThan(before.log * 1.1);
		const { bulk, tables } = stored.postgres;
		const rows = await bulk.query(`SELECT 1 FROM ${tables.log}`);
		expect(rows.length).toBeLessThanOrEqual(after.seq - before.seq);

		const original = contents(database);
		const copy = join(folder, 'copy.db');
		await restoreFile(snapshots, await takeOver(stored.postgres, claim), copy);
		expect(contents(open(copy))).toEqual(original);
	});

	test('comes from a new snapshot after a day, in which nothing is that was deleted', async () => {
		const stored = await start();
		const { snapshots } = stored;
		const { bulk, tables } = stored.postgres;
		const claim = await claimNew(stored.postgres);
		const database = await startFile(stored, claim);
		const spare = join(folder, 'spare.db');
		const content = randomBytes(1000);
		put(database, 'content', content);
		await database.saving();
		expect(await compact(snapshots, claim, spare)).toBe(false);
		database.run("DELETE FROM setting WHERE name = 'content'");
		await database.saving();
		const age = `UPDATE ${tables.account} SET snapshot_at = now() - interval '25 hours'`;
		await bulk.query(age);
		expect(await compact(snapshots, claim, spare)).toBe(true);
		expect(await snapshots.measure(claim)).toMatchObject({ log: 0, isOld: false });
		const { seq } = await snapshots.measure(claim);
		const copy = join(folder, 'copy.db');
		await restoreFile(snapshots, claim, copy, seq);
		expect(readFileSync(copy).includes(content.subarray(0, 100))).toBe(false);
		await bulk.query(age);
		expect(await compact(snapshots, claim, spare)).toBe(false);
		database.close();
	});

	test('does not exist where nothing was ever stored', async () => {
		const { postgres, snapshots } = await start();
		const claim = await claimNew(postgres);
		expect(await restoreFile(snapshots, claim, join(folder, 'none.db'))).toBeUndefined();
	});
});

describe('What is stored of an account', () => {
	/** A claim with rows 1 to 5 after a snapshot. */
	async function startRows() {
		const stored = await start();
		const account = await stored.startAccount();
		for (const text of ['a', 'b', 'c', 'd', 'e']) {
			account.append(text);
			await account.saved();
		}
		const { control, tables } = stored.postgres;
		return { ...stored, ...account, control, tables };
	}

	test('is not used when a row, a part of the snapshot or the snapshot itself is missing', async () => {
		const { control, tables, read, claim } = await startRows();
		expect(await read(claim)).toEqual(['a', 'b', 'c', 'd', 'e']);
		const damaged = { code: 'DAMAGED' };
		for (const missing of ['seq = 3', 'seq = 1', 'seq = 5']) {
			await control.query(`CREATE TABLE ${tables.log.slice(0, -1)}_kept" AS TABLE ${tables.log}`);
			await control.query(`DELETE FROM ${tables.log} WHERE ${missing}`);
			await expect(read(claim)).rejects.toMatchObject(damaged);
			await control.query(
				`INSERT INTO ${tables.log} TABLE ${tables.log.slice(0, -1)}_kept" ON CONFLICT DO NOTHING`,
			);
			await control.query(`DROP TABLE ${tables.log.slice(0, -1)}_kept"`);
		}
		expect(await read(claim)).toHaveLength(5);
		await control.query(`UPDATE ${tables.account} SET snapshot = NULL`);
		await expect(read(claim)).rejects.toMatchObject(damaged);
	});

	test('is not used when a row was put in the place of another one, or comes from another account', async () => {
		const { control, tables, read, claim, startAccount } = await startRows();
		const move = `UPDATE ${tables.log} AS a SET body = b.body FROM ${tables.log} AS b WHERE a.account = $1 AND a.seq = 2`;
		const other = await startAccount();
		other.append('x');
		other.append('y');
		await other.saved();
		for (const [account, seq] of [
			[claim.account, 3],
			[other.claim.account, 1],
		] as const) {
			await control.query(`${move} AND b.account = $2 AND b.seq = $3`, claim.account, account, seq);
			await expect(read(claim)).rejects.toMatchObject({ code: 'WRONG_KEY' });
		}
	});

	test('is not replaced by an earlier owner, nor by an older snapshot', async () => {
		const { postgres, snapshots, files, read, claim } = await startRows();
		const snapshot = { seq: 3, schema: SCHEMA, content: [randomBytes(10)] };
		await snapshots.write(claim, snapshot);
		expect(await read(claim)).toEqual(['d', 'e']);
		await expect(snapshots.write(claim, { ...snapshot, seq: 2 })).rejects.toThrow('newer snapshot');
		const next = await takeOver(postgres, claim);
		await expect(snapshots.write(claim, { ...snapshot, seq: 5 })).rejects.toMatchObject({
			code: 'STORE_FAILED',
		});
		await expect(snapshots.read(claim)).rejects.toMatchObject({ code: 'STORE_FAILED' });
		expect(await read(next)).toEqual(['d', 'e']);
		// What came of those that failed is no file of the account, and removed.
		expect(await files(next).ids()).toEqual([]);
		await files(next).removeUnfinished();
		const { bulk, tables } = postgres;
		expect(await bulk.query(`SELECT id FROM ${tables.file}`)).toHaveLength(1);
		expect(await read(next)).toEqual(['d', 'e']);
	});

	test('goes on from a snapshot of what the database had lost', async () => {
		const { snapshots, write, read, claim } = await startRows();
		await snapshots.write(claim, { seq: 9, schema: SCHEMA, content: [] });
		expect(await read(claim)).toEqual([]);
		const account = write({ ...claim, seq: 9 });
		account.append('j');
		await account.saved();
		expect(await read(claim)).toEqual(['j']);
		expect((await snapshots.measure(claim)).seq).toBe(10);
	});
});
