import { proto } from '@whiskeysockets/baileys';
import type { IncomingMessageEvent } from '../../engine/gateway/contract';
import type { VirtualContact } from '../simulator';
import { BOB, collect, link, OWNER, send, text, untilConnected, useBench } from './support';

const { MEDIA_ALBUM } = proto.MessageAssociation.AssociationType;

const CAROL = '5511900000003';
const SECOND = 1_000;

const bench = useBench({ linked: false, each: true });
/** What a trigger gets that collects albums, and one that does not. */
let collected: IncomingMessageEvent[];
let plain: Awaited<ReturnType<typeof collect>>;
let arrived: () => void;

beforeEach(async () => {
	await link(bench);
	collected = [];
	await listen();
	plain = await collect(bench, ['message.incoming']);
});

async function listen(start: 'now' | 'resume' = 'now'): Promise<void> {
	await bench.host.subscribe(
		bench.account,
		{
			durableId: 'collecting',
			events: ['message.incoming'],
			filters: { 'message.incoming': { albums: 'collected' } },
			start,
		},
		async ({ events }) => {
			collected.push(...(events as IncomingMessageEvent[]));
			arrived?.();
		},
	);
}

/** Waits until the collecting trigger has got so many events. */
async function until(count: number): Promise<void> {
	await new Promise<void>((resolve) => {
		arrived = () => collected.length >= count && resolve();
		arrived();
	});
}

const announce = async (who: VirtualContact, to: string, images: number, videos = 0) =>
	await who.sendMessage(to, {
		albumMessage: { expectedImageCount: images, expectedVideoCount: videos },
	});

async function add(
	who: VirtualContact,
	to: string,
	album: string,
	{ caption, video = false }: { caption?: string; video?: boolean } = {},
): Promise<string> {
	const file = { mimetype: video ? 'video/mp4' : 'image/jpeg', ...(caption && { caption }) };
	return await who.sendMessage(to, {
		...(video ? { videoMessage: file } : { imageMessage: file }),
		messageContextInfo: {
			messageAssociation: {
				associationType: MEDIA_ALBUM,
				parentMessageKey: { id: album, fromMe: true, remoteJid: to },
			},
		},
	});
}

/** Resolves when the engine has it. */
const known = async (id: string) =>
	await plain.next('message.incoming', ({ messageId }) => messageId === id);

test('an album comes as one event, with its files in order', async () => {
	const { bob } = bench;
	const album = await announce(bob, OWNER, 2, 1);
	const parts = [
		await add(bob, OWNER, album),
		await add(bob, OWNER, album, { caption: 'The garden' }),
		await add(bob, OWNER, album, { video: true, caption: 'A walk' }),
	];
	const after = await bob.sendText(OWNER, 'Do you like it?');
	await until(2);
	expect(collected.map(({ messageId }) => messageId)).toEqual([album, after]);
	expect(collected[0]).toMatchObject({
		event: 'message.incoming',
		type: 'album',
		text: 'The garden',
		from: { phone: BOB },
		parent: null,
		album: {
			images: 2,
			videos: 1,
			missing: 0,
			items: [
				{ messageId: parts[0], type: 'image', text: null, media: { mimetype: 'image/jpeg' } },
				{ messageId: parts[1], type: 'image', text: 'The garden' },
				{ messageId: parts[2], type: 'video', text: 'A walk', media: { mimetype: 'video/mp4' } },
			],
		},
	});
	expect(collected[0]?.album?.items?.every(({ reference }) => reference)).toBe(true);
	// A trigger that does not collect gets each of its messages, as before, and nothing else.
	await known(after);
	const ids = plain.all.map((event) => 'messageId' in event && event.messageId);
	expect(ids).toEqual([album, ...parts, after]);
});

test('what does not come within a minute is missing; late ones are told of by themselves', async () => {
	const { bob, clock } = bench;
	const album = await announce(bob, OWNER, 2);
	const first = await add(bob, OWNER, album);
	await known(first);
	expect(collected).toEqual([]);
	clock.skip(61 * SECOND);
	await until(1);
	expect(collected[0]?.album).toMatchObject({ missing: 1, items: [{ messageId: first }] });

	const late = await add(bob, OWNER, album, { caption: 'late' });
	await known(late);
	clock.skip(61 * SECOND);
	await until(2);
	expect(collected[1]).toMatchObject({
		messageId: album,
		text: 'late',
		album: { images: 1, videos: 0, missing: 0, items: [{ messageId: late }] },
	});
	expect(collected[1]?.eventId).not.toBe(collected[0]?.eventId);
});

test('a restart in the midst of an album loses nothing of it', async () => {
	const { bob } = bench;
	const album = await announce(bob, OWNER, 2);
	const first = await add(bob, OWNER, album);
	await known(first);
	await bench.restart();
	await listen('resume');
	await untilConnected(bench);
	const second = await add(bob, OWNER, album);
	await until(1);
	expect(collected[0]?.album?.items).toMatchObject([{ messageId: first }, { messageId: second }]);
});

test('what had come before a restart comes after it, though nothing more does', async () => {
	const { bob } = bench;
	const album = await announce(bob, OWNER, 2);
	const first = await add(bob, OWNER, album);
	await known(first);
	await bench.restart();
	await listen('resume');
	bench.clock.skip(61 * SECOND);
	await until(1);
	expect(collected[0]).toMatchObject({ messageId: album, album: { missing: 1 } });
});

test('in a group nobody adds to the album of somebody else', async () => {
	const carol = await bench.simulator.contact(CAROL, { name: 'Carol' });
	const members = [BOB, CAROL, OWNER];
	const { id } = await bench.simulator.group({ subject: 'Trip', members });
	await send(bench, text(id, 'Hello'));
	const album = await announce(bench.bob, id, 2);
	const first = await add(bench.bob, id, album);
	await known(first);
	const strange = await add(carol, id, album);
	await known(strange);
	const second = await add(bench.bob, id, album);
	await until(1);
	expect(collected[0]?.album?.items).toMatchObject([{ messageId: first }, { messageId: second }]);
	bench.clock.skip(61 * SECOND);
	await until(2);
	expect(collected[1]).toMatchObject({
		from: { phone: CAROL },
		album: { items: [{ messageId: strange }] },
	});
});
