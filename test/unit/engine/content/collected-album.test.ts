import { collectedAlbum, isWhole } from '../../../../engine/content/collected-album';
import { isModest } from '../../../../engine/content/limits';
import type { IncomingMessageEvent } from '../../../../engine/gateway/contract';
import { message } from '../../../../nodes/WhatsAppLinkedTrigger/events/samples';

type More = Partial<IncomingMessageEvent>;

const event = (messageId: string, more: More): IncomingMessageEvent => ({
	...message(),
	event: 'message.incoming',
	messageId,
	...more,
});
const announced = (images: number, videos = 0) =>
	event('ALBUM', { type: 'album', text: null, album: { images, videos } });
const image = (messageId: string, more: More = {}) =>
	event(messageId, {
		type: 'image',
		text: null,
		parent: { messageId: 'ALBUM', kind: 'album' },
		...more,
	});

test('An album is whole with as many files as were announced, whichever came first', () => {
	expect(isWhole([announced(2)])).toBe(false);
	expect(isWhole([image('A1'), announced(1, 1)])).toBe(false);
	expect(isWhole([image('A1'), announced(1, 1), image('A2')])).toBe(true);
	expect(isWhole([image('A1'), image('A2')])).toBe(false);
});

test('It ends, whatever is announced', () => {
	const many = Array.from({ length: 100 }, (_, index) => image(`A${index}`));
	expect(isWhole(many.slice(1))).toBe(false);
	expect(isWhole(many)).toBe(true);
	expect(isWhole([announced(1_000_000), ...many])).toBe(true);
});

test('Where nobody announced it, it is known by its files', () => {
	const album = collectedAlbum([image('A1', { text: 'Look' }), image('A2')]);
	expect(album).toMatchObject({
		...{ messageId: 'ALBUM', type: 'album', text: 'Look', parent: null },
		album: { images: 2, videos: 0, missing: 0 },
	});
	expect(album).not.toHaveProperty('media');
});

test('It is never too large to be handed on', () => {
	const words = 'x'.repeat(60_000);
	const parts = Array.from({ length: 60 }, (_, index) => image(`A${index}`, { text: words }));
	const album = collectedAlbum([announced(60), ...parts]);
	expect(isModest(album)).toBe(true);
	expect(album.album?.items).toHaveLength(60);
	expect(album.album?.items?.[0]).toMatchObject({ messageId: 'A0', reference: null });
});
