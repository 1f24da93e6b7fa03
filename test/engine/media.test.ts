import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import sharp from 'sharp';
import type {
	ErrorCode,
	MediaKind,
	MessageContent,
	MessageRecord,
	SendMessage,
	StoredMedia,
	StoreMedia,
} from '../../engine/gateway/contract';
import type { ReceivedMessage } from '../simulator';
import { bigGif, gif, mp4, ogg, pdf, png, wav } from '../support/files';
import {
	BOB,
	collect,
	OWNER,
	send,
	text,
	untilConnected,
	type Collected,
	useBench,
} from './support';

const MB = 1024 * 1024;
const MINUTE = 60_000;
const FFMPEG = 'WHATSAPP_LINKED_FFMPEG';
/** How long the sender waits before it tries again, the first times. */
const FAILED_UPLOAD_PAUSES = [2_000, 2_000, 4_000, 8_000, 16_000, 32_000];
/** How long nothing may move on the way to or from the media host. */
const SILENCE_MS = 30_000;

describe('files', () => {
	const bench = useBench();
	let events: Collected;

	beforeAll(async () => {
		events = await collect(bench, ['message.sent', 'message.failed', 'message.incoming']);
	});
	afterEach(() => void delete process.env[FFMPEG]);

	const spool = () => join(bench.options.dataDir, bench.account.id, 'spool');
	const spooled = () => (existsSync(spool()) ? readdirSync(spool()) : []);

	async function store(
		media: MediaKind | StoreMedia,
		content: Buffer | Readable,
	): Promise<StoredMedia> {
		const details = typeof media === 'string' ? { kind: media } : media;
		const stream = Buffer.isBuffer(content) ? Readable.from([Buffer.from(content)]) : content;
		return await bench.host.storeMedia(bench.account, details, stream);
	}

	async function queue(content: MessageContent): Promise<MessageRecord> {
		return await send(bench, { ...text(BOB, ''), content });
	}

	async function arrives(content: MessageContent): Promise<ReceivedMessage> {
		const { messageId } = await queue(content);
		return await bench.bob.waitForMessage(messageId);
	}

	describe('each kind arrives', () => {
		test('an image: its size, a small preview, and the same bytes', async () => {
			const file = png({ bytes: 300_000 });
			const { mediaId, ...stored } = await store('image', file);
			expect(stored).toMatchObject({ kind: 'image', mimetype: 'image/png', size: file.length });
			const side = stored.width ?? 0;
			expect(side).toBeGreaterThan(300);
			const { id, message } = await arrives({ type: 'image', mediaId, caption: 'Look!' });
			expect(message.imageMessage).toMatchObject({
				...{ caption: 'Look!', mimetype: 'image/png', width: side, height: side },
			});
			const preview = await sharp(message.imageMessage?.jpegThumbnail ?? undefined).metadata();
			expect(preview).toMatchObject({ format: 'jpeg', width: 100, height: 100 });
			expect(await bench.bob.openMedia(id)).toEqual(file);
		});

		test('images that do not fit into memory together', async () => {
			const file = png({ bytes: 9 * MB });
			const stored = await Promise.all([1, 2, 3].map(() => store('image', file)));
			for (const { mediaId, width } of stored) {
				expect(width).toBe(stored[0]?.width);
				const { id } = await arrives({ type: 'image', mediaId });
				expect((await bench.bob.openMedia(id)).equals(file)).toBe(true);
			}
		});

		test('an image of a kind that WhatsApp does not show becomes a JPEG, upright', async () => {
			const landscape = { width: 60, height: 40, channels: 3, background: 'red' } as const;
			// 6: to be turned by 90 degrees.
			const file = await sharp({ create: landscape })
				.withMetadata({ orientation: 6 })
				.webp()
				.toBuffer();
			const stored = await store('image', file);
			expect(stored).toMatchObject({ mimetype: 'image/jpeg', width: 40, height: 60 });
			const { id } = await arrives({ type: 'image', mediaId: stored.mediaId });
			expect(await sharp(await bench.bob.openMedia(id)).metadata()).toMatchObject({
				...{ format: 'jpeg', width: 40, height: 60 },
			});
		});

		test('an image to be seen once', async () => {
			const { mediaId } = await store('image', png());
			const { message } = await arrives({ type: 'image', mediaId, viewOnce: true });
			expect(message.viewOnceMessageV2?.message?.imageMessage).toMatchObject({ viewOnce: true });
		});

		test('a video: length, size and a preview', async () => {
			const file = await mp4();
			const { mediaId, ...stored } = await store('video', file);
			expect(stored).toMatchObject({ seconds: 1, width: 64, height: 64, mimetype: 'video/mp4' });
			const { id, message } = await arrives({ type: 'video', mediaId, caption: 'See' });
			expect(message.videoMessage).toMatchObject({ caption: 'See', seconds: 1, width: 64 });
			const preview = await sharp(message.videoMessage?.jpegThumbnail ?? undefined).metadata();
			expect(preview).toMatchObject({ format: 'jpeg', width: 64 });
			expect(await bench.bob.openMedia(id)).toEqual(file);
		});

		test('a video without ffmpeg: the same, without what is told about it', async () => {
			process.env[FFMPEG] = '/nowhere/ffmpeg';
			const file = await mp4();
			const { mediaId, ...stored } = await store('video', file);
			expect(stored).toMatchObject({ seconds: null, width: null });
			const { id } = await arrives({ type: 'video', mediaId });
			expect(await bench.bob.openMedia(id)).toEqual(file);
		});

		test('a video note', async () => {
			const { mediaId } = await store('videoNote', await mp4());
			const { message } = await arrives({ type: 'videoNote', mediaId });
			expect(message.ptvMessage).toMatchObject({ mimetype: 'video/mp4', seconds: 1 });
		});

		test('a GIF file becomes a video that plays by itself', async () => {
			const { mediaId, ...stored } = await store('gif', await gif());
			expect(stored).toMatchObject({ mimetype: 'video/mp4', width: 64, height: 64, seconds: 1 });
			const { id, message } = await arrives({ type: 'gif', mediaId });
			expect(message.videoMessage).toMatchObject({ gifPlayback: true });
			expect((await bench.bob.openMedia(id)).toString('latin1', 4, 8)).toBe('ftyp');
		});

		test('a large GIF becomes a video that is as large as a phone shows', async () => {
			const { mediaId, ...stored } = await store('gif', await gif({ size: '1501x901' }));
			expect(stored).toMatchObject({ mimetype: 'video/mp4', width: 1280, height: 768 });
			await arrives({ type: 'gif', mediaId });
		});

		test('an audio file', async () => {
			const file = wav({ seconds: 3 });
			const { mediaId, ...stored } = await store('audio', file);
			expect(stored).toMatchObject({ kind: 'audio', mimetype: 'audio/wav', seconds: 3 });
			const { id, message } = await arrives({ type: 'audio', mediaId });
			expect(message.audioMessage).toMatchObject({ ptt: false, seconds: 3 });
			expect(await bench.bob.openMedia(id)).toEqual(file);
		});

		test('a voice message is made of any sound, and drawn', async () => {
			const { mediaId, ...stored } = await store('voice', wav({ seconds: 2 }));
			expect(stored).toMatchObject({
				kind: 'voice',
				mimetype: 'audio/ogg; codecs=opus',
				seconds: 2,
			});
			const { id, message } = await arrives({ type: 'audio', mediaId });
			expect(message.audioMessage).toMatchObject({ ptt: true, seconds: 2 });
			expect(message.audioMessage?.waveform).toHaveLength(64);
			expect((await bench.bob.openMedia(id)).toString('latin1', 0, 4)).toBe('OggS');
		});

		test('an OGG file with Opus sound is a voice message as it is, also without ffmpeg', async () => {
			const file = await ogg();
			process.env[FFMPEG] = '/nowhere/ffmpeg';
			const { mediaId, ...stored } = await store('voice', file);
			expect(stored).toMatchObject({ kind: 'voice', seconds: 1, note: null });
			const { id, message } = await arrives({ type: 'audio', mediaId });
			expect(message.audioMessage).toMatchObject({ ptt: true });
			expect(await bench.bob.openMedia(id)).toEqual(file);
		});

		test('without ffmpeg other sound is sent as an audio file, and the record says so', async () => {
			process.env[FFMPEG] = '/nowhere/ffmpeg';
			const { mediaId, ...stored } = await store('voice', wav());
			expect(stored).toMatchObject({
				kind: 'audio',
				note: expect.stringContaining('ffmpeg is not installed'),
			});
			const { message } = await arrives({ type: 'audio', mediaId });
			expect(message.audioMessage).toMatchObject({ ptt: false });
		});

		test('a document: name, type by its extension, pages and caption', async () => {
			const file = pdf({ pages: 3 });
			const details = { kind: 'document', fileName: '../../etc/invoice.pdf' } as const;
			const { mediaId, ...stored } = await store(details, file);
			const told = { fileName: 'invoice.pdf', mimetype: 'application/pdf' };
			expect(stored).toMatchObject({ ...told, pages: 3 });
			const { id, message } = await arrives({ type: 'document', mediaId, caption: 'Yours' });
			expect(message.documentWithCaptionMessage?.message?.documentMessage).toMatchObject({
				...told,
				pageCount: 3,
				caption: 'Yours',
			});
			expect(await bench.bob.openMedia(id)).toEqual(file);
		});

		test('a sticker is made of any image, with its maker', async () => {
			const maker = { author: 'Ana', pack: 'Shop' };
			const { mediaId, ...stored } = await store({ kind: 'sticker', ...maker }, png());
			expect(stored).toMatchObject({ mimetype: 'image/webp', width: 512, height: 512 });
			const { id, message } = await arrives({ type: 'sticker', mediaId });
			expect(message.stickerMessage).toMatchObject({ isAnimated: false, mimetype: 'image/webp' });
			const webp = await bench.bob.openMedia(id);
			const { format, width, height, exif } = await sharp(webp).metadata();
			expect({ format, width, height }).toEqual({ format: 'webp', width: 512, height: 512 });
			expect(exif?.toString()).toContain('"sticker-pack-publisher":"Ana"');
			expect(webp.length).toBeLessThanOrEqual(100 * 1024);
		});

		test('an animation becomes a sticker that moves', async () => {
			const { mediaId } = await store({ kind: 'sticker', author: 'Ana' }, await gif());
			const { id, message } = await arrives({ type: 'sticker', mediaId });
			expect(message.stickerMessage).toMatchObject({ isAnimated: true });
			expect(await sharp(await bench.bob.openMedia(id)).metadata()).toMatchObject({ pages: 5 });
		});
	});

	describe('what is refused, and leaves nothing behind:', () => {
		const endless = () =>
			Readable.from(
				(function* () {
					yield png();
					for (;;) yield Buffer.alloc(MB);
				})(),
			);

		test.each([
			['an empty file', 'image', Buffer.alloc(0), 'UNSUPPORTED_MEDIA', 'The file is empty.'],
			['a PDF as image', 'image', pdf(), 'UNSUPPORTED_MEDIA', 'The file is a PDF, not an image.'],
			[
				'an image as video',
				'video',
				png(),
				'UNSUPPORTED_MEDIA',
				'The file is a PNG image, not an MP4 video.',
			],
			['text as sticker', 'sticker', Buffer.from('hello'), 'UNSUPPORTED_MEDIA', 'not an image'],
			[
				'an SVG in the clothes of an AVIF image',
				'image',
				Buffer.from(
					'<!--ftypavif--><svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
				),
				'UNSUPPORTED_MEDIA',
				'cannot be opened',
			],
			['one that is too large', 'image', endless, 'MEDIA_TOO_LARGE', 'larger than 16 MB'],
			['a 20 MB GIF as sticker', 'sticker', bigGif(), 'MEDIA_TOO_LARGE', 'larger than 10 MB'],
			[
				'half an image',
				'image',
				png({ bytes: 10_000 }).subarray(0, 5_000),
				'UNSUPPORTED_MEDIA',
				'cannot be opened',
			],
		] as const)('%s', async (_name, kind, given, code, words) => {
			const before = spooled();
			const content = Buffer.isBuffer(given) ? Readable.from([Buffer.from(given)]) : given();
			await expect(store(kind, content)).rejects.toMatchObject({
				code,
				message: expect.stringContaining(words),
				hint: expect.stringMatching(/.+/),
			});
			expect(content.destroyed).toBe(true);
			expect(spooled()).toEqual(before);
		});

		test('an image with more pixels than fit into memory', async () => {
			const side = { width: 11_000, height: 11_000, channels: 3, background: 'red' } as const;
			const bomb = await sharp({ create: side, limitInputPixels: false }).png().toBuffer();
			expect(bomb.length).toBeLessThan(16 * MB);
			await expect(store('image', bomb)).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA' });
		});

		test('a GIF with more pixels than fit into memory', async () => {
			const bomb = await gif();
			bomb.writeUInt16LE(5_000, 6);
			bomb.writeUInt16LE(5_000, 8);
			await expect(store('gif', bomb)).rejects.toMatchObject({ code: 'UNSUPPORTED_MEDIA' });
		});

		test('a voice message that goes on for days', async () => {
			const file = await ogg();
			file.writeBigInt64LE(48_000n * 80_000n, file.lastIndexOf('OggS') + 6);
			await expect(store('voice', file)).rejects.toMatchObject({
				code: 'UNSUPPORTED_MEDIA',
				message: 'The voice message is longer than 2 hours.',
			});
		});

		test('a file that stops coming', async () => {
			const stalled = new Readable({ read: () => undefined });
			stalled.push(pdf());
			const silent = bench.clock.timerOf(SILENCE_MS);
			const stored = store('document', stalled);
			const refused = expect(stored).rejects.toMatchObject({
				code: 'MEDIA_UNREACHABLE',
				message: expect.stringContaining('nothing arrived for 30 seconds'),
				retryable: true,
			});
			await silent;
			bench.clock.skip(SILENCE_MS);
			await refused;
			expect(spooled()).toEqual([]);
		});

		test('files that come slowly hold up no other', async () => {
			const slow = Array.from({ length: 2 }, () => new Readable({ read: () => undefined }));
			const refused = slow.map(async (source) => {
				source.push(png({ bytes: 200_000 }));
				await expect(store('image', source)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
			});
			const { mediaId } = await store('image', png());
			await arrives({ type: 'image', mediaId });
			for (const source of slow) source.destroy();
			await Promise.all(refused);
			expect(spooled()).toEqual([]);
		});

		test('a file whose source breaks', async () => {
			const source = new Readable({ read: () => undefined });
			source.push(pdf());
			const stored = store('document', source);
			source.destroy(new Error('https://example.com/?token=secret'));
			const error: unknown = await stored.catch((reason: unknown) => reason);
			expect(error).toMatchObject({ code: 'MEDIA_UNREACHABLE' });
			expect(JSON.stringify(error)).not.toContain('secret');
		});

		test('a message whose file is not there', async () => {
			await expect(queue({ type: 'image', mediaId: 'nothing' })).rejects.toMatchObject({
				code: 'MEDIA_UNREACHABLE',
				message: expect.stringContaining('not on the n8n server any more'),
			});
		});
	});

	describe('a message that is refused', () => {
		const refusedIf = async ({
			caption = '',
			code,
			...more
		}: Partial<SendMessage & { caption: string }> & { code: ErrorCode }) => {
			const { mediaId } = await store('document', pdf());
			const content: MessageContent = { type: 'document', mediaId, caption };
			const refused = send(bench, { ...text(BOB, ''), content, ...more });
			await expect(refused).rejects.toMatchObject({ code });
			expect(spooled()).toEqual([]);
		};

		test('takes its file along', async () => {
			await refusedIf({ to: 'nobody', code: 'INVALID_RECIPIENT' });
			await refusedIf({ replyTo: { messageId: 'A0' }, code: 'UNKNOWN_MESSAGE' });
			await refusedIf({ caption: 'c'.repeat(70_000), code: 'INVALID_CONTENT' });
		});

		test('is refused before its file is asked for, where that can be', async () => {
			const find = async (more: Partial<SendMessage>) =>
				await bench.host.request(bench.account, 'message.find', { ...text(BOB, ''), ...more });
			await expect(find({ to: 'nobody' })).rejects.toMatchObject({ code: 'INVALID_RECIPIENT' });
			await expect(find({ replyTo: { messageId: 'A0' } })).rejects.toMatchObject({
				code: 'UNKNOWN_MESSAGE',
			});
		});

		test('does not take the file of another message along', async () => {
			const file = pdf();
			const { mediaId } = await store('document', file);
			const content: MessageContent = { type: 'document', mediaId };
			const { messageId } = await whileOffline(async () => {
				const queued = await queue(content);
				await expect(queue(content)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
				return queued;
			});
			await bench.bob.waitForMessage(messageId);
			expect(await bench.bob.openMedia(messageId)).toEqual(file);
		});
	});

	describe('at rest', () => {
		test('no plain byte of a file or its preview lies on the disk', async () => {
			const marker = 'the words of a secret contract';
			const content = Buffer.from(marker.repeat(1000));
			await store({ kind: 'document', fileName: 'contract.txt' }, content);
			const folder = join(bench.options.dataDir, bench.account.id);
			const files = readdirSync(folder, { recursive: true, withFileTypes: true })
				.filter((entry) => entry.isFile())
				.map((entry) => join(entry.parentPath, entry.name));
			expect(files.some((file) => file.startsWith(spool()))).toBe(true);
			for (const file of files) {
				expect(readFileSync(file).includes('secret contract')).toBe(false);
				expect(statSync(file).mode & 0o777).toBe(0o600);
			}
			expect(statSync(spool()).mode & 0o777).toBe(0o700);
		});

		test('what no message asks for is deleted after an hour', async () => {
			await store('document', pdf());
			expect(spooled()).not.toEqual([]);
			// What is swept first may have been looked at before.
			for (let times = 0; times < 2; times++) {
				const swept = bench.clock.timerOf(10 * MINUTE);
				// Moves the clock on, past the hour.
				bench.clock.skip(61 * MINUTE);
				await swept;
			}
			expect(spooled()).toEqual([]);
			// The connection has had an hour without a word.
			await restart();
		});

		test('a message that is taken out of the queue takes its file along', async () => {
			const { mediaId } = await store('document', pdf());
			await whileOffline(async () => {
				const { messageId } = await queue({ type: 'document', mediaId });
				expect(spooled()).toHaveLength(1);
				await bench.host.request(bench.account, 'queue.delete', { messageId });
				expect(spooled()).toEqual([]);
			});
		});

		test('a restart between the file and its message loses nothing', async () => {
			const file = pdf();
			const { mediaId } = await store('document', file);
			await restart();
			const { id } = await arrives({ type: 'document', mediaId });
			expect(await bench.bob.openMedia(id)).toEqual(file);
			expect(spooled()).toEqual([]);
		});

		test('what a crash left is cleared away; a message without its file fails in words', async () => {
			const { mediaId } = await store('document', pdf());
			const { messageId } = await whileOffline(
				async () => await queue({ type: 'document', mediaId }),
			);
			await bench.host.close();
			rmSync(join(spool(), mediaId));
			writeFileSync(join(spool(), 'left-over'), 'half a file');
			await restart();
			const failed = await events.next('message.failed', (event) => event.messageId === messageId);
			expect(failed.error).toMatchObject({
				code: 'MEDIA_UNREACHABLE',
				message: 'The file is not on the n8n server any more.',
			});
			expect(spooled()).toEqual([]);
		});
	});

	/** Does something while the number has no connection. */
	async function whileOffline<T>(work: () => Promise<T>): Promise<T> {
		bench.simulator.faults.refuseConnections(true);
		const lost = await collect(bench, ['session.disconnected']);
		bench.simulator.faults.dropConnections(OWNER);
		await lost.next('session.disconnected');
		await lost.close();
		try {
			return await work();
		} finally {
			bench.simulator.faults.refuseConnections(false);
			await bench.host.request(bench.account, 'session.reconnect', {});
			await untilConnected(bench);
		}
	}

	async function restart(): Promise<void> {
		await events.close();
		await bench.restart();
		events = await collect(bench, ['message.sent', 'message.failed', 'message.incoming']);
		await untilConnected(bench);
	}

	describe('to upload:', () => {
		const uploadsSince = (before: number) =>
			bench.simulator.media.uploads.slice(before).map(({ status }) => status);

		test('one is uploaded once, though the message is sent twice', async () => {
			const before = bench.simulator.media.uploads.length;
			const { mediaId } = await store('image', png());
			const held = bench.simulator.faults.withholdAck();
			const { messageId } = await queue({ type: 'image', mediaId });
			await bench.bob.waitForMessage(messageId);
			bench.simulator.faults.dropConnections(OWNER);
			held.release();
			await events.next('message.sent', (event) => event.messageId === messageId);
			expect(uploadsSince(before)).toEqual([200]);
		});

		test('one gets a new authorisation when the old one is refused', async () => {
			const before = bench.simulator.media.uploads.length;
			bench.simulator.faults.failMediaUpload(401);
			const { mediaId } = await store('image', png());
			await arrives({ type: 'image', mediaId });
			expect(uploadsSince(before)).toEqual([401, 200]);
			expect(spooled()).toEqual([]);
		});

		test('a server that does not answer is given up', async () => {
			const hanging = bench.simulator.faults.hangMediaUpload();
			const { mediaId } = await store('image', png());
			const before = bench.simulator.media.uploads.length;
			const { messageId } = await queue({ type: 'image', mediaId });
			await bench.simulator.media.waitForUpload(
				(upload) => bench.simulator.media.uploads.indexOf(upload) >= before,
			);
			bench.clock.skip(SILENCE_MS);
			await bench.bob.waitForMessage(messageId);
			hanging.release();
		});

		test('one that is on its way holds up its chat, and no other; those behind it are on their way, too', async () => {
			const dave = await bench.simulator.contact('5511900000004');
			const before = bench.simulator.media.uploads.length;
			const hanging = bench.simulator.faults.hangMediaUpload();
			const [first, second] = [await store('image', png()), await store('image', png())];
			const images = [
				await queue({ type: 'image', mediaId: first.mediaId }),
				await queue({ type: 'image', mediaId: second.mediaId }),
			];
			const behind = await send(bench, text(BOB, 'under the images'));
			const elsewhere = await send(bench, text(dave.number, 'meanwhile'));
			await dave.waitForMessage(elsewhere.messageId);
			await bench.simulator.media.waitForUpload(
				(upload) => bench.simulator.media.uploads.indexOf(upload) > before,
			);
			hanging.release();
			await bench.bob.waitForMessage(behind.messageId);
			const wanted = [...images, behind].map(({ messageId }) => messageId);
			expect(bench.bob.received.slice(-3).map(({ id }) => id)).toEqual(wanted);
			expect(uploadsSince(before)).toEqual([200, 200]);
			expect(spooled()).toEqual([]);
		});

		test('a server that fails for a while holds up its chat, and no other', async () => {
			const carol = await bench.simulator.contact('5511900000003');
			const before = bench.simulator.media.uploads.length;
			// Each attempt makes two.
			bench.simulator.faults.failMediaUpload(500, 2 * FAILED_UPLOAD_PAUSES.length);
			const { mediaId } = await store('image', png());
			let pause = bench.clock.timerOf(FAILED_UPLOAD_PAUSES[0] ?? 0);
			const image = await queue({ type: 'image', mediaId });
			const behind = await send(bench, text(BOB, 'under the image'));
			const elsewhere = await send(bench, text(carol.number, 'meanwhile'));
			await carol.waitForMessage(elsewhere.messageId);
			for (const [index, ms] of FAILED_UPLOAD_PAUSES.entries()) {
				await pause;
				pause = bench.clock.timerOf(FAILED_UPLOAD_PAUSES[index + 1] ?? 0);
				bench.clock.skip(ms);
			}
			await bench.bob.waitForMessage(behind.messageId);
			const ids = bench.bob.received.map(({ id }) => id);
			expect(ids.slice(-2)).toEqual([image.messageId, behind.messageId]);
			expect(uploadsSince(before)).toEqual([...Array<number>(12).fill(500), 200]);
			expect(spooled()).toEqual([]);
		});
	});

	describe('to download:', () => {
		async function incoming(
			kind: 'image' | 'audio' | 'document',
			content: Buffer,
			details: object = {},
		): Promise<string> {
			const messageId = await bench.bob.sendMedia(OWNER, kind, content, details);
			await events.next('message.incoming', (event) => event.messageId === messageId);
			return messageId;
		}
		const open = async (messageId: string, maxSize = 16 * MB) =>
			await bench.host.openMedia(bench.account, { messageId, maxSize });

		test('one of a message that came in is what was sent', async () => {
			const file = png({ bytes: 500_000 });
			const messageId = await incoming('image', file, { mimetype: 'image/png' });
			const { info, content } = await open(messageId);
			expect(info).toEqual({
				...{
					kind: 'image',
					mimetype: 'image/png',
					fileName: `image-${messageId}.png`,
					size: file.length,
				},
			});
			expect(await buffer(content)).toEqual(file);
		});

		test('one of a message of ours is what was sent', async () => {
			const file = wav();
			const { mediaId } = await store('audio', file);
			const { id } = await arrives({ type: 'audio', mediaId, viewOnce: true });
			const { info, content } = await open(id);
			expect(info).toMatchObject({ kind: 'audio', mimetype: 'audio/wav' });
			expect(await buffer(content)).toEqual(file);
		});

		test('one that was altered on the way fails at its end', async () => {
			const messageId = await incoming('document', pdf());
			bench.simulator.faults.alterMediaDownload();
			const { content } = await open(messageId);
			await expect(buffer(content)).rejects.toMatchObject({
				code: 'MEDIA_UNREACHABLE',
				message: expect.stringContaining('not what its sender sent'),
			});
		});

		test('one that is not sealed, as in channels, is checked against its hash', async () => {
			const file = png();
			const directPath = '/m1/open';
			bench.simulator.media.store(directPath, file);
			const send = async (content: Buffer) => {
				const fileSha256 = createHash('sha256').update(content).digest();
				const url = bench.simulator.media.urlOf(directPath);
				const imageMessage = { url, directPath, fileSha256, mimetype: 'image/png' };
				const messageId = await bench.bob.sendMessage(OWNER, { imageMessage });
				await events.next('message.incoming', (event) => event.messageId === messageId);
				return (await open(messageId, file.length)).content;
			};
			expect(await buffer(await send(file))).toEqual(file);
			await expect(buffer(await send(Buffer.from('another')))).rejects.toMatchObject({
				message: expect.stringContaining('not what its sender sent'),
			});
		});

		test('one that WhatsApp has deleted is an error in words', async () => {
			const messageId = await incoming('document', pdf());
			bench.simulator.faults.failMediaDownload(410);
			await expect(open(messageId)).rejects.toMatchObject({
				code: 'MEDIA_UNREACHABLE',
				message: 'WhatsApp does not have the file any more.',
				retryable: false,
			});
		});

		test('one that is too large is not downloaded at all', async () => {
			const messageId = await incoming('image', png({ bytes: 100_000 }));
			const before = bench.simulator.media.downloads.length;
			await expect(open(messageId, 50_000)).rejects.toMatchObject({
				code: 'MEDIA_TOO_LARGE',
				message: 'The file is larger than 49 KB.',
			});
			expect(bench.simulator.media.downloads).toHaveLength(before);
		});

		test('one that is larger than its sender says is cut off', async () => {
			const messageId = await incoming('image', png({ bytes: 100_000 }), { fileLength: 10 });
			const { content } = await open(messageId, 50_000);
			await expect(buffer(content)).rejects.toMatchObject({ code: 'MEDIA_TOO_LARGE' });
		});

		test('one that does not lie with WhatsApp is not asked for', async () => {
			const elsewhere = { url: 'https://example.com/file', directPath: '//example.com/file' };
			const messageId = await incoming('image', png(), elsewhere);
			await expect(open(messageId)).rejects.toMatchObject({ code: 'MEDIA_UNREACHABLE' });
		});

		test.each([
			['a port', 'https://127.0.0.1:9/elsewhere'],
			['another host', 'https://media.example.com/elsewhere'],
			['nothing', undefined],
		])('one whose sender names %s is asked for where WhatsApp has it', async (_, url) => {
			const file = png({ bytes: 20_000 });
			const { content } = await open(await incoming('image', file, { url }));
			expect(await buffer(content)).toEqual(file);
		});

		test('one that does not come is asked for once, however many messages tell of it', async () => {
			const directPath = '/nothing/here';
			const before = bench.simulator.media.downloads.length;
			for (let time = 0; time < 20; time++) {
				const messageId = await incoming('image', png(), { directPath });
				await expect(open(messageId)).rejects.toMatchObject({
					message: 'WhatsApp does not have the file any more.',
				});
			}
			expect(bench.simulator.media.downloads.slice(before)).toHaveLength(1);
			const elsewhere = await incoming('image', png());
			await buffer((await open(elsewhere)).content);
			// Some minutes later it may be there.
			bench.clock.skip(10 * MINUTE);
			await expect(open(await incoming('image', png(), { directPath }))).rejects.toThrow();
			expect(bench.simulator.media.downloads.slice(before)).toHaveLength(3);
		});

		test('one that many messages tell of is downloaded once, also at the same time', async () => {
			const file = png({ bytes: 200_000 });
			const messageId = await incoming('image', file);
			const before = bench.simulator.media.downloads.length;
			const together = await Promise.all(
				Array.from({ length: 10 }, async () => await buffer((await open(messageId)).content)),
			);
			for (const got of together) expect(got).toEqual(file);
			expect(await buffer((await open(messageId)).content)).toEqual(file);
			expect(bench.simulator.media.downloads.slice(before)).toHaveLength(1);
			// It is kept as it lay there: sealed.
			const folder = join(bench.options.dataDir, bench.account.id, 'downloads');
			const [name = ''] = readdirSync(folder).slice(-1);
			expect(readFileSync(join(folder, name)).includes(file.subarray(0, 16))).toBe(false);
			bench.clock.skip(10 * MINUTE);
			await buffer((await open(await incoming('image', png()))).content);
			expect(readdirSync(folder)).toHaveLength(1);
		});

		test('a wrong key makes no download, and spoils it for nobody', async () => {
			const file = png({ bytes: 30_000 });
			const messageId = await incoming('image', file);
			await buffer((await open(messageId)).content);
			const known = bench.simulator.media.downloads.at(-1)?.path ?? '';
			const unknown = '/mms/image/unknown';
			bench.simulator.media.store(unknown, randomBytes(5_000));
			const before = bench.simulator.media.downloads.length;
			for (const directPath of Array.from({ length: 5 }, () => [known, unknown]).flat()) {
				const fake = await incoming('image', png(), { directPath });
				await expect(buffer((await open(fake)).content)).rejects.toMatchObject({
					message: expect.stringContaining('not what its sender sent'),
				});
			}
			expect(await buffer((await open(messageId)).content)).toEqual(file);
			// Twice, to know that it is what lies there.
			const paths = bench.simulator.media.downloads.slice(before).map(({ path }) => path);
			expect(paths).toEqual([unknown, unknown]);
		});

		test('what was altered on the way can be had again', async () => {
			const file = pdf();
			const messageId = await incoming('document', file);
			bench.simulator.faults.alterMediaDownload();
			await expect(buffer((await open(messageId)).content)).rejects.toThrow();
			expect(await buffer((await open(messageId)).content)).toEqual(file);
		});

		test('after so many gigabytes in a day no more comes, and the next day does', async () => {
			const file = png({ bytes: 100_000 });
			const settings = { ...bench.account.settings, downloadGigabytes: 150_000 / 1024 ** 3 };
			const limited = { ...bench.account, settings };
			const ask = async (messageId: string) =>
				await bench.host.openMedia(limited, { messageId, maxSize: MB });
			bench.clock.skip(24 * 60 * MINUTE);
			await buffer((await ask(await incoming('image', file))).content);
			await expect(ask(await incoming('image', file))).rejects.toMatchObject({
				code: 'STORE_FAILED',
				message: expect.stringContaining('has downloaded 147 KB of files today'),
				hint: expect.stringContaining('Download at Most'),
			});
			bench.clock.skip(24 * 60 * MINUTE);
			await buffer((await ask(await incoming('image', file))).content);
			await bench.host.openMedia(bench.account, {
				messageId: await incoming('image', file),
				maxSize: MB,
			});
		});

		test('a server that does not answer is given up', async () => {
			const messageId = await incoming('image', png());
			bench.simulator.faults.hangMediaDownload();
			const before = bench.simulator.media.downloads.length;
			const refused = expect(open(messageId)).rejects.toMatchObject({
				code: 'MEDIA_UNREACHABLE',
				retryable: true,
			});
			await bench.simulator.media.waitForDownload(
				(download) => bench.simulator.media.downloads.indexOf(download) >= before,
			);
			bench.clock.skip(SILENCE_MS);
			await refused;
		});

		test('one that nobody reads any more ends', async () => {
			const messageId = await incoming('document', pdf());
			const stalled = bench.simulator.faults.stallMediaDownload();
			const { content } = await open(messageId);
			const path = bench.simulator.media.downloads.at(-1)?.path;
			const before = bench.clock.elapsed();
			content.destroy();
			await bench.simulator.media.waitForBrokenDownload((download) => download.path === path);
			// Not because nothing moved for too long.
			expect(bench.clock.elapsed() - before).toBeLessThan(SILENCE_MS);
			stalled.release();
		});

		test('one of a message without a file, or of one that nobody knows, is an error in words', async () => {
			const messageId = await bench.bob.sendText(OWNER, 'no file');
			await events.next('message.incoming', (event) => event.messageId === messageId);
			await expect(open(messageId)).rejects.toMatchObject({
				code: 'INVALID_CONTENT',
				message: `Message ${messageId} has no file.`,
			});
			await expect(open('3EB0AAAAAAAAAAAAAAAAAA')).rejects.toMatchObject({
				code: 'UNKNOWN_MESSAGE',
			});
		});
	});

	test('an earlier send is found by where it came from', async () => {
		const message = text(BOB, 'found again');
		const find = async () => await bench.host.request(bench.account, 'message.find', message);
		expect(await find()).toBeNull();
		const { messageId } = await send(bench, message);
		expect(await find()).toMatchObject({ messageId });
	});
});
