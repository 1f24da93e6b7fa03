import { Readable } from 'node:stream';
import sharp from 'sharp';
import type { CommandName, Commands } from '../../engine/gateway/contract';
import { pdf, png } from '../support/files';
import { BOB, OWNER, runLater, useBench } from './support';

const SET = 'set w:profile:picture picture';

const bench = useBench();

const run = async <C extends CommandName>(command: C, input: Commands[C]['input']) =>
	await runLater(bench, command, input);

async function stored(content: Buffer): Promise<string> {
	const media = { kind: 'picture' } as const;
	const { mediaId } = await bench.host.storeMedia(
		bench.account,
		media,
		Readable.from([Buffer.from(content)]),
	);
	return mediaId;
}

const own = async () => await bench.simulator.contact(OWNER);
const groupOf = async (more: object = {}) =>
	await bench.simulator.group({ subject: 'Trips', members: [OWNER, BOB], ...more });

const landscape = (width: number, height: number) =>
	sharp({ create: { width, height, channels: 3, background: 'red' } });

describe('a picture', () => {
	test.each([
		['large', () => landscape(1_600, 900).png(), 640],
		['as small as its shorter side', () => landscape(500, 300).webp(), 300],
		['smaller than WhatsApp takes', () => landscape(60, 20).gif(), 192],
	])('of the number is a square JPEG: %s', async (_what, image, side) => {
		const mediaId = await stored(await image().toBuffer());
		const { chat, pictureId } = await run('picture.set', { group: null, mediaId });
		expect(chat).toBe(`${OWNER}@s.whatsapp.net`);
		expect(pictureId).toMatch(/^\d+$/);
		expect(await sharp((await own()).picture).metadata()).toMatchObject({
			...{ format: 'jpeg', width: side, height: side },
		});
	});

	test('is taken away', async () => {
		await run('picture.set', { group: null, mediaId: await stored(png()) });
		expect(await run('picture.remove', { group: null })).toEqual({
			chat: `${OWNER}@s.whatsapp.net`,
			pictureId: null,
		});
		expect((await own()).picture).toBeUndefined();
		// To do it again does no harm.
		await run('picture.remove', { group: null });
	});

	test('of a community is set, and of what is none it is not', async () => {
		const members = [OWNER];
		const { id, group } = await bench.simulator.community({ subject: 'Elm Street', members });
		const set = async (of: string) =>
			await run('picture.set', { group: of, kind: 'community', mediaId: await stored(png()) });
		expect(await set('Elm Street')).toEqual({ chat: id, pictureId: group.pictureId });
		const { id: plain } = await groupOf({ subject: 'Plain' });
		await expect(set(plain)).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
			message: expect.stringContaining('is a group, not a community'),
		});
		const bobs = await bench.simulator.community({ subject: 'Theirs', owner: BOB, members });
		await expect(set(bobs.id)).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining(`not an admin of the community ${bobs.id}`),
		});
	});

	test('of a group is set and taken away, and its members are told', async () => {
		const group = await groupOf();
		const mediaId = await stored(png());
		const { chat, pictureId } = await run('picture.set', { group: group.id, mediaId });
		expect({ chat, pictureId }).toEqual({ chat: group.id, pictureId: group.pictureId });
		await run('picture.remove', { group: 'Trips' });
		expect(group.pictureId).toBeUndefined();
	});

	test('of a group is not for everybody', async () => {
		const locked = await groupOf({ subject: 'Locked', owner: BOB });
		locked.setLocked(true);
		const mediaId = await stored(png());
		await expect(run('picture.set', { group: locked.id, mediaId })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('not an admin of the group'),
		});
		await locked.remove(OWNER);
		await expect(run('picture.remove', { group: locked.id })).rejects.toMatchObject({
			code: 'NOT_ALLOWED',
			message: expect.stringContaining('not a member of the group'),
		});
		await expect(run('picture.set', { group: BOB, mediaId })).rejects.toMatchObject({
			code: 'INVALID_RECIPIENT',
		});
	});

	test.each([
		['a PDF', pdf(), 'The file is a PDF, not an image.'],
		['words', Buffer.from('no picture'), 'The file is not an image.'],
		['half a file', png({ bytes: 50_000 }).subarray(0, 20_000), 'The picture cannot be opened'],
		['nothing', Buffer.alloc(0), 'The file is empty.'],
	])('is no picture: %s', async (_what, content, message) => {
		const failed = stored(content);
		await expect(failed).rejects.toMatchObject({
			code: 'UNSUPPORTED_MEDIA',
			message: expect.stringContaining(message),
			hint: expect.not.stringContaining('Send Document'),
		});
	});

	test('is not as large as a document', async () => {
		await expect(stored(png({ bytes: 17 * 1024 * 1024 }))).rejects.toMatchObject({
			...{ code: 'MEDIA_TOO_LARGE', hint: 'Use a smaller file.' },
		});
	});

	test('is refused by WhatsApp', async () => {
		const mediaId = await stored(png());
		bench.simulator.faults.refuseQueries(SET, 406);
		await expect(run('picture.set', { group: null, mediaId })).rejects.toMatchObject({
			code: 'UNSUPPORTED_MEDIA',
			message: 'WhatsApp does not accept this picture.',
		});
	});

	test('that was taken in too long ago is not there any more', async () => {
		const wrong = run('picture.set', { group: null, mediaId: 'gone' });
		await expect(wrong).rejects.toMatchObject({
			code: 'MEDIA_UNREACHABLE',
			message: 'The file is not on the n8n server any more.',
		});
	});
});
