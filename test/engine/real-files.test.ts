import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { MediaKind, StoredMedia } from '../../engine/gateway/contract';
import { ffmpeg, pdf, png } from '../support/files';
import { HUGE_IMAGES } from '../support/huge-images';
import { BOB, send, text, useBench } from './support';

const TONE = '-f lavfi -i sine=frequency=1000:duration';
const PICTURES = '-f lavfi -i testsrc=size=320x240:rate=25:duration';

describe('Files as phones, scanners and strangers make them', () => {
	const bench = useBench();

	async function store(kind: MediaKind, file: Buffer): Promise<StoredMedia> {
		return await bench.host.storeMedia(bench.account, { kind }, Readable.from([Buffer.from(file)]));
	}

	async function sticker(file: Buffer) {
		const { mediaId } = await store('sticker', file);
		const message = { ...text(BOB, ''), content: { type: 'sticker' as const, mediaId } };
		const { messageId } = await send(bench, message);
		const { id, message: got } = await bench.bob.waitForMessage(messageId);
		const webp = await bench.bob.openMedia(id);
		return { webp, isAnimated: got.stickerMessage?.isAnimated, ...(await sharp(webp).metadata()) };
	}

	describe('sound and pictures whose index is at the end', () => {
		// What ffmpeg's reader meets where it may not look ahead is nonsense that it stumbles over, or luck: these have none.
		test.each([
			['a voice memo', 'M4A', `${TONE}=20 -c:a alac`, 'memo.m4a'],
			['a recording', 'MOV', `${TONE}=20 -c:a pcm_s16be`, 'recording.mov'],
			['a short one', 'M4A', `${TONE}=2 -c:a aac`, 'short.m4a'],
			['one for the web', 'M4A', `${TONE}=20 -c:a alac -movflags +faststart`, 'web.m4a'],
		])('%s (%s) becomes a voice message', async (_what, _type, parameters, name) => {
			const seconds = Number(/duration=(\d+)/.exec(parameters)?.[1]);
			const stored = await store('voice', await ffmpeg(parameters, name));
			expect(stored).toMatchObject({ kind: 'voice', seconds, note: null });
		});

		test('a recording is an audio file with its length', async () => {
			const file = await ffmpeg(`${TONE}=20 -c:a alac`, 'memo.m4a');
			expect(await store('audio', file)).toMatchObject({ mimetype: 'audio/mp4', seconds: 20 });
		});

		test.each([
			[
				'a film of some megabytes',
				`${PICTURES}=4 -c:v mjpeg -q:v 1`,
				'phone.mov',
				'video/quicktime',
			],
			['a film in H.264', `${PICTURES}=4 -pix_fmt yuv420p -crf 1`, 'phone.mp4', 'video/mp4'],
			[
				'one for the web',
				`${PICTURES}=4 -c:v mjpeg -movflags +faststart`,
				'web.mov',
				'video/quicktime',
			],
		])('%s has its preview, size and length', async (_what, parameters, name, mimetype) => {
			const { mediaId, ...stored } = await store('video', await ffmpeg(parameters, name));
			expect(stored).toMatchObject({ mimetype, seconds: 4, width: 320, height: 240 });
			const message = { ...text(BOB, ''), content: { type: 'video' as const, mediaId } };
			const { messageId } = await send(bench, message);
			const { message: got } = await bench.bob.waitForMessage(messageId);
			const preview = sharp(got.videoMessage?.jpegThumbnail ?? undefined);
			expect(await preview.metadata()).toMatchObject({ format: 'jpeg', width: 100 });
		});
	});

	test.each([
		['CAF', `${TONE}=3 -c:a pcm_s16le`, 'a.caf'],
		['CAF with ALAC', `${TONE}=3 -c:a alac`, 'a.caf'],
		['WMA', `${TONE}=3 -c:a wmav2`, 'a.wma'],
		['WMV', `${PICTURES}=3 ${TONE}=3 -c:a wmav2`, 'a.wmv'],
		['AVI', `${PICTURES}=3 ${TONE}=3 -c:a mp3`, 'a.avi'],
		['FLV', `${PICTURES}=3 ${TONE}=3`, 'a.flv'],
		['MPEG-TS', `${PICTURES}=3 ${TONE}=3`, 'a.ts'],
		['Matroska', `${TONE}=3`, 'a.mka'],
		['Vorbis', `${TONE}=3 -c:a libvorbis`, 'a.ogg'],
		['WavPack', `${TONE}=3 -c:a wavpack`, 'a.wv'],
		['AC-3', `${TONE}=3`, 'a.ac3'],
	])('%s becomes a voice message', async (_kind, parameters, name) => {
		const stored = await store('voice', await ffmpeg(parameters, name));
		expect(stored).toMatchObject({ kind: 'voice', mimetype: 'audio/ogg; codecs=opus', seconds: 3 });
	});

	describe('a sticker', () => {
		test('of an animated PNG moves as it does', async () => {
			const file = await ffmpeg('-f lavfi -i testsrc=size=200x100:rate=5:duration=2', 'a.apng');
			const { isAnimated, pages, delay, webp } = await sticker(file);
			expect({ isAnimated, pages, delay }).toEqual({
				isAnimated: true,
				pages: 10,
				delay: Array<number>(10).fill(200),
			});
			// What a picture leaves out stands there from the ones before.
			const last = await sharp(webp, { page: 9 }).resize(200, 200).removeAlpha().raw().toBuffer();
			const film = await ffmpeg(
				'-f lavfi -i testsrc=size=200x100:rate=5:duration=2 -vf select=eq(n\\,9) -frames:v 1',
				'a.png',
			);
			const wanted = await sharp(film)
				.resize(200, 200, { fit: 'contain', background: 'black' })
				.removeAlpha()
				.raw()
				.toBuffer();
			const difference = last.reduce(
				(sum, value, at) => sum + Math.abs(value - (wanted[at] ?? 0)),
				0,
			);
			expect(difference / last.length).toBeLessThan(12);
		});

		test('of a scan with two pages does not move', async () => {
			const page = await sharp(png()).tiff().toBuffer();
			const two = await sharp([page, page], { join: { animated: true } })
				.tiff()
				.toBuffer();
			expect(await sharp(two).metadata()).toMatchObject({ pages: 2 });
			const { isAnimated, pages, width, height } = await sticker(two);
			expect({ isAnimated, pages, width, height }).toStrictEqual({
				isAnimated: false,
				pages: undefined,
				width: 512,
				height: 512,
			});
		});
	});

	describe('an image that is not quite whole', () => {
		const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
		const picture = () =>
			sharp({ create: { width: 400, height: 300, channels: 3, background: 'red', noise } });

		test.each([
			[
				'a JPEG without its last two bytes',
				async () => (await picture().jpeg().toBuffer()).subarray(0, -2),
			],
			[
				'a JPEG without its last bytes',
				async () => (await picture().jpeg().toBuffer()).subarray(0, -300),
			],
			[
				'a progressive one',
				async () => (await picture().jpeg({ progressive: true }).toBuffer()).subarray(0, -300),
			],
			[
				'a JPEG with something after it',
				async () => Buffer.concat([await picture().jpeg().toBuffer(), Buffer.alloc(99, 1)]),
			],
			['a PNG without its end', async () => (await picture().png().toBuffer()).subarray(0, -20)],
			[
				'a PNG with a wrong checksum',
				async () => withWrongChecksum(await picture().png().toBuffer()),
			],
			['a GIF without its end', async () => (await picture().gif().toBuffer()).subarray(0, -5)],
		])('%s is sent', async (_what, make) => {
			expect(await store('image', await make())).toMatchObject({ width: 400, height: 300 });
		});

		test('half of one is not', async () => {
			for (const file of [await picture().jpeg().toBuffer(), await picture().png().toBuffer()]) {
				await expect(store('image', file.subarray(0, file.length / 2))).rejects.toMatchObject({
					code: 'UNSUPPORTED_MEDIA',
					message: expect.stringContaining('cannot be opened'),
				});
			}
		});
	});

	describe('forty bytes that say they are a huge image', () => {
		const kinds = ['image', 'sticker', 'linkThumbnail'] as const;

		test.each(HUGE_IMAGES)('%s is refused before it is opened', async (_type, make) => {
			const file = await make();
			for (const kind of kinds) {
				await expect(store(kind, file)).rejects.toMatchObject({
					code: 'UNSUPPORTED_MEDIA',
					message: expect.stringMatching(/more than 40 megapixels|cannot be opened/),
					hint: expect.stringContaining('Send Document'),
				});
			}
			// The engine goes on.
			expect(await store('image', png())).toMatchObject({ mimetype: 'image/png' });
		});

		test('an animation whose pictures are too many together', async () => {
			const file = await ffmpeg('-f lavfi -i color=red:size=640x640:rate=25:duration=5', 'a.gif');
			await expect(store('sticker', file)).rejects.toMatchObject({
				message: 'The image has more than 40 megapixels, all pictures of an animation together.',
			});
		});

		test('a PDF with huge pages is sent, and counted', async () => {
			const file = Buffer.from(
				pdf({ pages: 2 }).toString('latin1').replaceAll('[0 0 200 200]', '[0 0 9e9 9e9]'),
				'latin1',
			);
			expect(await store('document', file)).toMatchObject({ mimetype: 'application/pdf' });
		});
	});
});

function withWrongChecksum(file: Buffer): Buffer {
	const data = file.indexOf('IDAT');
	const end = data + 4 + file.readUInt32BE(data - 4);
	file[end] = (file[end] ?? 0) ^ 1;
	return file;
}
