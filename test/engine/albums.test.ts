import { Readable } from 'node:stream';
import type { MessageContent, MessageRecord, SendMessage } from '../../engine/gateway/contract';
import { png } from '../support/files';
import { BOB, collect, send, useBench } from './support';

const bench = useBench();

/** `AssociationType.MEDIA_ALBUM` */
const MEDIA_ALBUM = 1;

async function storeImage(): Promise<string> {
	const image = Readable.from([png()]);
	const { mediaId } = await bench.host.storeMedia(bench.account, { kind: 'image' }, image);
	return mediaId;
}

const queue = async (
	key: string,
	to: string,
	content: MessageContent,
	more: Partial<SendMessage> = {},
): Promise<MessageRecord> => await send(bench, { to, content, origin: { key }, ...more });

test.each(['a person', 'a group'])('an album goes to %s, in order', async (where) => {
	const members = [BOB, bench.phone.number];
	const { id } = await bench.simulator.group({ subject: 'Album', members });
	const to = where === 'a group' ? id : BOB;
	const album = await queue(where, to, { type: 'album', images: 3, videos: 0 });
	const parts: MessageRecord[] = [];
	for (const [index, caption] of ['one', undefined, 'three'].entries()) {
		const mediaId = await storeImage();
		const content = { type: 'image' as const, mediaId, album: album.messageId };
		const captioned = { ...content, ...(caption && { caption }) };
		parts.push(await queue(where, to, captioned, { part: index + 1 }));
	}
	expect(new Set([album, ...parts].map(({ messageId }) => messageId)).size).toBe(4);

	const parent = await bench.bob.waitForMessage(album.messageId);
	expect(parent.message.albumMessage).toMatchObject({
		expectedImageCount: 3,
		expectedVideoCount: 0,
	});
	const came = [];
	for (const { messageId } of parts) came.push(await bench.bob.waitForMessage(messageId));
	const ids = bench.bob.received.map(({ id: received }) => received);
	expect(ids.slice(-4)).toEqual([album, ...parts].map(({ messageId }) => messageId));
	expect(came.map(({ text }) => text)).toEqual(['one', '', 'three']);
	for (const { message, encAttributes } of came) {
		expect(message.messageContextInfo?.messageAssociation).toMatchObject({
			associationType: MEDIA_ALBUM,
			parentMessageKey: {
				remoteJid: where === 'a group' ? id : bench.bob.jid,
				fromMe: true,
				id: album.messageId,
			},
		});
		expect(encAttributes).toMatchObject({ mediatype: 'image' });
	}
});

test('the same origin sends no file of an album twice', async () => {
	const content: MessageContent = { type: 'image', mediaId: await storeImage(), album: 'A' };
	const first = await queue('twice', BOB, content, { part: 1 });
	const again = await queue('twice', BOB, content, { part: 1 });
	const other = await queue('twice', BOB, { ...content, mediaId: await storeImage() }, { part: 2 });
	expect(again).toMatchObject({ messageId: first.messageId, duplicate: true });
	expect(other.messageId).not.toBe(first.messageId);
	const found = await bench.host.request(bench.account, 'message.find', {
		to: BOB,
		origin: { key: 'twice' },
		part: 2,
	});
	expect(found).toMatchObject({ messageId: other.messageId });
});

test.each([
	['one file', 1, 0, 'The album has 1 file; it takes 2 to 30.'],
	['none', 0, 0, 'The album has 0 files; it takes 2 to 30.'],
	['too many', 20, 11, 'The album has 31 files; it takes 2 to 30.'],
])('an album of %s is refused', async (key, images, videos, message) => {
	await expect(queue(key, BOB, { type: 'album', images, videos })).rejects.toMatchObject({
		code: 'INVALID_CONTENT',
		message,
	});
});

test('what waits says what an album holds', async () => {
	const disconnected = await collect(bench, ['session.disconnected']);
	bench.simulator.faults.refuseConnections(true);
	bench.simulator.faults.dropConnections(bench.phone.number);
	await disconnected.next('session.disconnected');
	await queue('waits', BOB, { type: 'album', images: 1, videos: 2 });
	const waiting = await bench.host.request(bench.account, 'queue.getMany', { limit: 50 });
	expect(waiting.map(({ preview }) => preview)).toContain('Album: 1 image, 2 videos');
	bench.simulator.faults.refuseConnections(false);
	await disconnected.close();
});
