import { randomBytes } from 'node:crypto';
import { createBodies } from '../../../../../engine/store/postgres/bodies';
import { pack, unpack } from '../../../../../engine/store/postgres/packing';
import {
	fromParts,
	PART_BYTES,
	toParts,
	type Part,
} from '../../../../../engine/store/postgres/parts';

const sealing = createBodies('key')('account');

const partsOf = async (content: Uint8Array, chunk: number) => {
	const chunks = Array.from({ length: Math.ceil(content.length / chunk) }, (_, index) =>
		content.subarray(index * chunk, (index + 1) * chunk),
	);
	const parts: Part[] = [];
	for await (const part of toParts(chunks, sealing, 'file/1')) parts.push(part);
	return parts;
};

const read = async (parts: readonly Part[], place = 'file/1') => {
	const chunks: Buffer[] = [];
	const fetch = async (part: number) => await Promise.resolve(parts[part]);
	for await (const chunk of fromParts(fetch, sealing, place)) chunks.push(chunk);
	return Buffer.concat(chunks);
};

describe('Large content', () => {
	test.each([0, 1, PART_BYTES - 1, PART_BYTES, PART_BYTES + 1, 3 * PART_BYTES])(
		'of %i bytes is the same after it was in parts',
		async (size) => {
			const content = randomBytes(size);
			for (const chunk of [65_536, PART_BYTES, 5 * PART_BYTES]) {
				const parts = await partsOf(content, chunk);
				expect(parts).toHaveLength(Math.max(1, Math.ceil(size / PART_BYTES)));
				expect((await read(parts)).equals(content)).toBe(true);
			}
		},
	);

	test('does not open with a part less, more, in another place, or from elsewhere', async () => {
		const [first, second, third] = await partsOf(randomBytes(2 * PART_BYTES + 1), 65_536);
		if (!first || !second || !third) throw new Error('There are three parts');
		await expect(read([first, second])).rejects.toMatchObject({ code: 'DAMAGED' });
		await expect(read([])).rejects.toMatchObject({ code: 'DAMAGED' });
		const wrong = { code: 'WRONG_KEY' };
		await expect(read([first, { ...second, isLast: true }])).rejects.toMatchObject(wrong);
		await expect(read([second, first, third])).rejects.toMatchObject(wrong);
		await expect(read([first, second, { ...third, isLast: false }])).rejects.toMatchObject(wrong);
		await expect(read([first, second, third], 'file/2')).rejects.toMatchObject(wrong);
	});
});

test.each([[[]], [['']], [['a', '', 'b'.repeat(70_000), 'c']]])(
	'patchsets that were packed together are the same (%#)',
	(texts) => {
		const packed = pack(texts.map((text) => Buffer.from(text)));
		expect(unpack(packed).map(String)).toEqual(texts);
	},
);
