import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { silentLog } from '../../../../engine/log';
import { createLastingSpool } from '../../../../engine/media/lasting-spool';
import { createMemoryFiles, type MemoryFiles } from '../../../support/replica';
import { deferred, useFolder } from '../support';

const folder = useFolder();
let files: MemoryFiles;
let saving: Promise<void> | undefined;

beforeEach(() => {
	files = createMemoryFiles();
	saving = undefined;
});

const db = { saving: () => saving } as Parameters<typeof createLastingSpool>[2]['db'];
const spoolIn = (place: string) =>
	createLastingSpool(join(folder.path, place), files, { db, log: silentLog });

const BYTES = randomBytes(100_000);
const file = () => Readable.from([BYTES.subarray(0, 50_000), BYTES.subarray(50_000)]);

async function keptIn(place: string) {
	const spool = spoolIn(place);
	const written = await spool.write('document', file());
	await spool.keep(written.id);
	return { spool, written };
}

test('A file that is kept is found in an empty folder, as it was, however many ask at once', async () => {
	const { written } = await keptIn('one');
	const spool = spoolIn('other');
	spool.removeOrphans((id) => id === written.id);
	const reads = jest.spyOn(files, 'read');
	const paths = await Promise.all([spool.find(written.id), spool.find(written.id)]);
	expect(paths).toEqual([join(folder.path, 'other', written.id), paths[0]]);
	expect(reads).toHaveBeenCalledTimes(1);
	expect(readFileSync(paths[0] ?? '')).toEqual(files.stored.get(written.id));
	expect(await buffer(spool.read(written))).toEqual(BYTES);
});

test('One that is not kept, and one that is gone, are not found, and leave nothing behind', async () => {
	const { id } = await spoolIn('one').write('document', file());
	const spool = spoolIn('other');
	spool.removeOrphans(() => true);
	expect(await spool.find(id)).toBeUndefined();
	expect(readdirSync(join(folder.path, 'other'))).toEqual([]);
});

test('One that breaks off on its way is no file: the error is told, and the next time it is fetched again', async () => {
	const { written } = await keptIn('one');
	const spool = spoolIn('other');
	spool.removeOrphans(() => true);
	const read = jest.spyOn(files, 'read').mockImplementationOnce(async function* () {
		yield BYTES.subarray(0, 10);
		throw new Error('Postgres is not there');
	});
	await expect(spool.find(written.id)).rejects.toThrow('Postgres is not there');
	expect(readdirSync(join(folder.path, 'other'))).toEqual([]);
	expect(await spool.find(written.id)).toBeDefined();
	read.mockRestore();
});

test('One that is removed goes from here at once, and from there when it is in the log that nobody needs it', async () => {
	const { spool, written } = await keptIn('one');
	const logged = deferred();
	saving = logged.promise;
	spool.remove(written.id);
	expect(readdirSync(join(folder.path, 'one'))).toEqual([]);
	expect([...files.stored.keys()]).toEqual([written.id]);
	logged.resolve();
	await files.untilEmpty();
});

test('What nobody knows goes, but for what is being taken in', async () => {
	await files.write('orphan', file());
	const looked = deferred();
	const ids = jest.spyOn(files, 'ids').mockImplementation(async () => {
		await looked.promise;
		return [...files.stored.keys()];
	});
	const spool = spoolIn('one');
	spool.removeOrphans(() => false);
	const { id } = await spool.write('document', file());
	await spool.keep(id);
	await files.write('another orphan', file());
	looked.resolve();
	while (files.stored.size > 1) await ids.mock.results[0]?.value;
	expect([...files.stored.keys()]).toEqual([id]);
});
