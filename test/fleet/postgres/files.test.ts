import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createBodies, createFiles, type Claim } from '../../../engine/store/postgres';
import { claimNew, KEY, takeOver, useServer } from './support';

const site = useServer();
const MIB = 1024 * 1024;

async function start() {
	const n8n = await site.startN8n();
	const postgres = n8n.connect();
	const of = createFiles(postgres, createBodies(KEY));
	const claim = await claimNew(postgres);
	return { postgres, of, claim, files: of(claim) };
}

const read = async (files: ReturnType<ReturnType<typeof createFiles>>, id: string) => {
	const chunks: Uint8Array[] = [];
	for await (const chunk of files.read(id)) chunks.push(chunk);
	return Buffer.concat(chunks);
};

describe('Files in Postgres', () => {
	test('are there as they were written, for whoever holds the account next, until they are removed', async () => {
		const { postgres, of, claim, files } = await start();
		const other = of(await claimNew(postgres));
		const contents = { a: randomBytes(3 * MIB + 1), b: Buffer.from('words') };
		await files.write(
			'a',
			Readable.from([contents.a.subarray(0, MIB + 7), contents.a.subarray(MIB + 7)]),
		);
		await files.write('b', Readable.from([contents.b]));
		await other.write('a', Readable.from([]));
		expect(await files.ids()).toEqual(['a', 'b']);

		const next = of(await takeOver(postgres, claim));
		expect((await read(next, 'a')).equals(contents.a)).toBe(true);
		expect(await read(next, 'b')).toEqual(contents.b);
		await next.remove('a');
		expect(await next.ids()).toEqual(['b']);
		await expect(read(next, 'a')).rejects.toMatchObject({ code: 'DAMAGED' });
		expect(await read(other, 'a')).toEqual(Buffer.alloc(0));
	});

	test('show nothing of what they hold', async () => {
		const { postgres, files } = await start();
		await files.write('a', Readable.from([Buffer.from('words of people')]));
		const [row] = await postgres.bulk.query<{ body: Buffer }>(
			`SELECT body FROM ${postgres.tables.file}`,
		);
		expect(row?.body.toString('latin1')).not.toContain('words');
	});

	test('are not there when their source breaks off', async () => {
		const { postgres, files } = await start();
		const broken = async function* () {
			yield await Promise.resolve(randomBytes(2 * MIB + 1));
			throw new Error('the source is gone');
		};
		await expect(files.write('a', broken())).rejects.toThrow('the source is gone');
		expect(await files.ids()).toEqual([]);
		expect(await postgres.bulk.query(`SELECT id FROM ${postgres.tables.file}`)).toEqual([]);
	});

	test('are neither written nor removed by an earlier owner; what it leaves unfinished is removed', async () => {
		const { postgres, of, claim, files } = await start();
		await files.write('kept', Readable.from([randomBytes(2 * MIB)]));
		let next: Claim | undefined;
		const halfway = async function* () {
			yield randomBytes(MIB + 1);
			yield randomBytes(MIB);
			next = await takeOver(postgres, claim);
			yield randomBytes(MIB);
		};
		await expect(files.write('half', halfway())).rejects.toMatchObject({ code: 'STORE_FAILED' });
		await files.remove('kept');
		if (!next) throw new Error('It was not taken over');
		const owner = of(next);
		expect(await owner.ids()).toEqual(['kept']);
		await files.removeUnfinished();
		const parts = async () =>
			await postgres.bulk.query(`SELECT DISTINCT id FROM ${postgres.tables.file} ORDER BY id`);
		expect(await parts()).toEqual([{ id: 'half' }, { id: 'kept' }]);
		await owner.removeUnfinished();
		expect(await parts()).toEqual([{ id: 'kept' }]);
	});

	test('of 100 MB take no more memory than a few of their parts', async () => {
		const { files } = await start();
		const chunk = randomBytes(64 * 1024);
		const written = createHash('sha256');
		let most = 0;
		setFlagsFromString('--expose-gc');
		const collectGarbage = runInNewContext('gc') as () => void;
		const look = () => {
			collectGarbage();
			most = Math.max(most, process.memoryUsage().arrayBuffers);
		};
		async function* content() {
			for (let sent = 0; sent < 100 * MIB; sent += chunk.length) {
				chunk.writeUInt32BE(sent);
				written.update(chunk);
				if (sent % (5 * MIB) === 0) look();
				yield await Promise.resolve(Buffer.from(chunk));
			}
		}
		look();
		const before = most;
		await files.write('large', content());
		const found = createHash('sha256');
		let parts = 0;
		for await (const part of files.read('large')) {
			found.update(part);
			if (parts++ % 5 === 0) look();
		}
		expect(found.digest('hex')).toBe(written.digest('hex'));
		expect(most - before).toBeLessThan(60 * MIB);
	});
});
