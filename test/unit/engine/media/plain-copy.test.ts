import { Readable } from 'node:stream';
import { createPlainCopy, type PlainCopy } from '../../../../engine/media/plain-copy';

const MB = 1024 * 1024;
const fileOf = (megabytes: number) => Array.from({ length: megabytes }, () => Buffer.alloc(MB, 7));

async function pass(copy: PlainCopy, chunks: readonly Buffer[]): Promise<number> {
	let bytes = 0;
	for await (const chunk of copy.through(Readable.from(chunks))) bytes += chunk.length;
	return bytes;
}

test('What passes through is there as a whole when all of it has come', async () => {
	const copy = createPlainCopy();
	await pass(copy, [Buffer.from('a'), Buffer.from('bc')]);
	expect(await copy.whole).toEqual([Buffer.from('a'), Buffer.from('bc')]);
	copy.drop();
});

test('Files for which there is no room pass through all the same; one that is dropped makes room', async () => {
	const first = createPlainCopy();
	await pass(first, fileOf(10));
	const second = createPlainCopy();
	expect(await pass(second, fileOf(7))).toBe(7 * MB);
	expect(await second.whole).toBeUndefined();
	first.drop();
	const third = createPlainCopy();
	await pass(third, fileOf(7));
	expect(await third.whole).toHaveLength(7);
	for (const copy of [first, second, third]) copy.drop();
	const all = createPlainCopy();
	await pass(all, fileOf(16));
	expect(await all.whole).toHaveLength(16);
	all.drop();
});

test('Nobody waits for a file that nobody reads any more', async () => {
	const copy = createPlainCopy();
	const content = copy.through(Readable.from(fileOf(2)));
	await content.next();
	copy.drop();
	expect(await copy.whole).toBeUndefined();
});
