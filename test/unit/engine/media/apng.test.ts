import { crc32 } from 'node:zlib';
import { animationIn } from '../../../../engine/media/apng';

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex');

function chunk(name: string, content: Buffer): Buffer {
	const named = Buffer.concat([Buffer.from(name), content]);
	const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
	length.writeUInt32BE(content.length);
	checksum.writeUInt32BE(crc32(named));
	return Buffer.concat([length, named, checksum]);
}

function numbers(...values: number[]): Buffer {
	return Buffer.concat(
		values.map((value) => {
			const bytes = Buffer.alloc(4);
			bytes.writeUInt32BE(value);
			return bytes;
		}),
	);
}

const header = Buffer.concat([numbers(8, 6), Buffer.from([8, 6, 0, 0, 0])]);
const control = (width: number, height: number, left: number, top: number, rest: number[]) =>
	chunk('fcTL', Buffer.concat([numbers(0, width, height, left, top), Buffer.from(rest)]));
/** A delay of 1/2 s, nothing special. */
const PLAIN = [0, 1, 0, 2, 0, 0];

function animation(...chunks: Buffer[]): Buffer {
	return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('acTL', numbers(2, 0)), ...chunks]);
}

const first = [control(8, 6, 0, 0, PLAIN), chunk('IDAT', Buffer.from('one'))];
const second = [
	// Without a denominator it is in hundredths.
	control(2, 3, 4, 3, [0, 7, 0, 0, 2, 1]),
	chunk('fdAT', Buffer.concat([numbers(2), Buffer.from('two')])),
];

describe('An animated PNG', () => {
	test('is taken apart into PNGs of one picture each', () => {
		const found = animationIn(animation(chunk('PLTE', Buffer.alloc(3)), ...first, ...second));
		expect(found).toMatchObject({
			width: 8,
			height: 6,
			frames: [
				{ width: 8, height: 6, left: 0, top: 0, delayMs: 500, dispose: 'keep', isOver: false },
				{ width: 2, height: 3, left: 4, top: 3, delayMs: 70, dispose: 'restore', isOver: true },
			],
		});
		expect(Buffer.from(found?.frames[1]?.png ?? [])).toEqual(
			Buffer.concat([
				SIGNATURE,
				chunk('IHDR', Buffer.concat([numbers(2, 3), header.subarray(8)])),
				chunk('PLTE', Buffer.alloc(3)),
				chunk('IDAT', Buffer.from('two')),
				chunk('IEND', Buffer.alloc(0)),
			]),
		);
	});

	test.each([
		['is no PNG', Buffer.from('GIF89a')],
		['has one picture', animation(...first)],
		['has no controls', animation(chunk('IDAT', Buffer.from('one')))],
		['has a picture beside its place', animation(...first, control(8, 6, 1, 0, PLAIN), second[1]!)],
		['has a picture of no size', animation(...first, control(0, 6, 0, 0, PLAIN), second[1]!)],
		['has half a control', animation(chunk('fcTL', Buffer.alloc(9)), ...first, ...second)],
		['is cut off', animation(...first, ...second).subarray(0, 60)],
		['has a header too short', Buffer.concat([SIGNATURE, chunk('IHDR', Buffer.alloc(5))])],
	])('that %s is none', (_what, file) => {
		expect(animationIn(file)).toBeUndefined();
	});

	test('hands over no more pictures than tell that there are too many', () => {
		const many = Array.from({ length: 2_000 }, () => second).flat();
		expect(animationIn(animation(...first, ...many))?.frames).toHaveLength(251);
	});

	test('of nothing but chunks is looked at for a while', () => {
		const chunks = Buffer.concat(
			Array.from({ length: 100_000 }, () => chunk('tEXt', Buffer.alloc(0))),
		);
		expect(animationIn(animation(chunks, ...first, ...second))).toBeUndefined();
	});
});
