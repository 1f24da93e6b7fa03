import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { once } from 'node:events';
import { EngineError } from '../../../../../engine/gateway/contract';
import { SECOND } from '../../support';
import { ACCOUNT, createBusBench } from './bus-bench';

const KB = 1024;
const PIECE = 256 * KB;
const SEEDS = Array.from({ length: 4 }, (_, n) => n + 1);
const FILE = { messageId: '3EB0', maxSize: 1e9 };

/** Bytes that differ from each other, so that none goes to another's place unnoticed. */
function fileOf(bytes: number): Buffer {
	return Buffer.from(Uint32Array.from({ length: bytes / 4 }, (_, n) => n * 2_654_435_761).buffer);
}

/** In chunks of many sizes. */
function* chunksOf(file: Buffer, random: () => number) {
	for (let at = 0; at < file.length; ) {
		const size = Math.ceil(random() ** 4 * 900 * KB);
		yield file.subarray(at, (at += size));
	}
}

describe('files over a bus', () => {
	test.each(SEEDS)('go out and come back as they are, on a bad bus (seed %i)', async (seed) => {
		const bench = createBusBench(seed, { lost: 0.2, doubled: 0.2, lateMs: 400 });
		const owner = bench.owner();
		await owner.own();
		const gateway = bench.gateway();
		const file = fileOf(3_000 * KB);
		const details = { kind: 'document', fileName: 'a.txt' } as const;
		const source = Readable.from(chunksOf(file, bench.clock.random));
		const stored = await bench.until(gateway.storeMedia(ACCOUNT, details, source));
		expect(stored).toMatchObject({ mediaId: 'file1', fileName: 'a.txt' });
		expect(owner.files[0]?.equals(file)).toBe(true);
		owner.open = () => Readable.from(chunksOf(file, bench.clock.random));
		const { info, content } = await bench.until(gateway.openMedia(ACCOUNT, FILE));
		expect(info).toMatchObject({ kind: 'document' });
		expect((await bench.until(buffer(content))).equals(file)).toBe(true);
	});

	test.each([0, 1, PIECE, PIECE + 1])('%i bytes', async (size) => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		owner.open = () => Readable.from([Buffer.alloc(size, 'x')]);
		const { content } = await bench.until(bench.gateway().openMedia(ACCOUNT, FILE));
		expect((await bench.until(buffer(content))).equals(Buffer.alloc(size, 'x'))).toBe(true);
	});

	test('a fast source waits for a slow reader, however slow', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		let made = 0;
		const source = Readable.from(
			(function* () {
				for (;;) {
					made++;
					yield Buffer.alloc(PIECE);
				}
			})(),
			{ highWaterMark: 1 },
		);
		owner.open = () => source;
		const { content } = await bench.until(bench.gateway().openMedia(ACCOUNT, FILE));
		await bench.clock.advance(300 * SECOND);
		expect(made).toBeLessThan(8);
		const taken = content.read(PIECE) as Buffer;
		expect(taken).toHaveLength(PIECE);
		content.destroy();
		await bench.clock.advance(1);
		expect(source.destroyed).toBe(true);
	});

	test('of a file of 100 MB some pieces are under way, and no more, out and back', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const PIECES = 400;
		let made = 0;
		let most = 0;
		const source = () =>
			Readable.from(
				(function* () {
					for (made = 0; made < PIECES; made++) yield Buffer.alloc(PIECE);
				})(),
				{ highWaterMark: 1 },
			);
		const read = async (content: Readable): Promise<Buffer> => {
			let taken = 0;
			for await (const chunk of content as AsyncIterable<Buffer>) {
				most = Math.max(most, made - taken / PIECE);
				taken += chunk.length;
			}
			expect(taken).toBe(PIECES * PIECE);
			return Buffer.alloc(0);
		};
		owner.store = read;
		owner.open = source;
		const gateway = bench.gateway();
		await bench.until(gateway.storeMedia(ACCOUNT, { kind: 'document' }, source()));
		const { content } = await bench.until(gateway.openMedia(ACCOUNT, FILE));
		await bench.until(read(content));
		expect(most).toBeLessThan(16);
	});

	test('many at a time do not ask for more together than Redis holds for one connection', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		owner.open = () => Readable.from([Buffer.alloc(2 * 1024 * KB)]);
		const gateway = bench.gateway();
		const opened = Array.from({ length: 100 }, async () => gateway.openMedia(ACCOUNT, FILE));
		const files = await bench.until(Promise.all(opened));
		await bench.clock.advance(10);
		const pieces = bench.bus.published.filter(({ header }) => header.type === 'piece');
		expect(pieces.length).toBeLessThan(128);
		const contents = await bench.until(Promise.all(files.map(({ content }) => buffer(content))));
		expect(contents.map(({ length }) => length)).toEqual(files.map(() => 2 * 1024 * KB));
	});

	test('a file that is refused is not read on', async () => {
		const bench = createBusBench();
		const refusal = new EngineError('UNSUPPORTED_MEDIA', 'No image.', 'Send another one.');
		const owner = bench.owner();
		owner.store = () => {
			throw refusal;
		};
		await owner.own();
		const source = new Readable({ read: () => undefined });
		const stored = bench.gateway().storeMedia(ACCOUNT, { kind: 'image' }, source);
		await expect(bench.until(stored)).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA' });
		expect(source.destroyed).toBe(true);
	});

	test('an error of ours comes through, and of others only that there was one', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const gateway = bench.gateway();
		const openFailing = async (error: Error) => {
			owner.open = () =>
				new Readable({
					read() {
						this.destroy(error);
					},
				});
			const { content } = await bench.until(gateway.openMedia(ACCOUNT, FILE));
			return await bench.until(buffer(content));
		};
		const ours = new EngineError('MEDIA_TOO_LARGE', 'Too large.', 'Smaller.');
		await expect(openFailing(ours)).rejects.toMatchObject({ code: 'MEDIA_TOO_LARGE' });
		await expect(openFailing(new Error('a secret'))).rejects.toMatchObject({
			code: 'MEDIA_UNREACHABLE',
			message: 'The file stopped coming before its end.',
		});
	});

	test('a source whose process dies fails its reader', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		owner.open = () => new Readable({ read: () => undefined });
		const { content } = await bench.until(bench.gateway().openMedia(ACCOUNT, FILE));
		const failed = expect(buffer(content)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
		await bench.clock.advance(60 * SECOND);
		expect(content.destroyed).toBe(false);
		owner.die();
		await bench.clock.advance(20 * SECOND);
		await failed;
	});

	test('a reader whose process dies ends the source', async () => {
		const bench = createBusBench();
		const owner = bench.owner();
		await owner.own();
		const source = new Readable({ read: () => undefined });
		owner.open = () => source;
		const gateway = bench.gateway();
		await bench.until(gateway.openMedia(ACCOUNT, FILE));
		bench.bus.setConnected(false);
		const closed = once(source, 'close');
		await bench.clock.advance(20 * SECOND);
		await closed;
	});

	test('an upload is not begun again with another owner', async () => {
		const bench = createBusBench();
		const [first, second] = [bench.owner(), bench.owner()];
		await first.own();
		const source = new Readable({ read: () => undefined });
		const stored = bench.gateway().storeMedia(ACCOUNT, { kind: 'image' }, source);
		const failed = expect(stored).rejects.toMatchObject({
			code: 'ENGINE_STOPPED',
			retryable: true,
		});
		await bench.clock.advance(SECOND);
		first.die();
		await second.own();
		await bench.clock.advance(SECOND);
		await failed;
		expect(source.destroyed).toBe(true);
	});
});
