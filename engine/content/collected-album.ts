import type { AlbumItem, IncomingAlbum, IncomingMessageEvent } from '../gateway/contract';
import { beginningOf, isModest } from './limits';

/** Far more than phones let one choose at once. */
const MAX_ITEMS = 100;
/** WhatsApp's apps take no longer captions. */
const MAX_CAPTION = 1_024;

/** Whether all that was announced is there. `parts`: the messages of one album that have come in. */
export function isWhole(parts: readonly IncomingMessageEvent[]): boolean {
	const { album, items } = sorted(parts);
	return items.length >= (album ? expectedIn(album) : MAX_ITEMS);
}

/** The messages of an album as one event, with as many as there are. At least one is needed. */
export function collectedAlbum(parts: readonly IncomingMessageEvent[]): IncomingMessageEvent {
	const { announced, album, items } = sorted(parts);
	const all = items.map(toItem);
	const event = asOne((announced ?? items[0]) as IncomingMessageEvent, {
		images: album?.images ?? items.filter(({ type }) => type === 'image').length,
		videos: album?.videos ?? items.filter(({ type }) => type === 'video').length,
		missing: Math.max(0, (album ? expectedIn(album) : 0) - items.length),
		items: all,
	});
	if (isModest(event) || !event.album) return event;
	// Each of them is: what takes the most room is left out.
	return { ...event, album: { ...event.album, items: all.map(withoutBulk) } };
}

function sorted(parts: readonly IncomingMessageEvent[]) {
	const announced = parts.find(({ type }) => type === 'album');
	return {
		announced,
		album: announced?.album,
		items: parts.filter((part) => part !== announced),
	};
}

function expectedIn({ images, videos }: IncomingAlbum): number {
	return Math.min(images + videos, MAX_ITEMS);
}

function asOne(first: IncomingMessageEvent, album: IncomingAlbum): IncomingMessageEvent {
	const { media: _file, raw: _raw, ...around } = first;
	return {
		...around,
		// Late ones are an event of their own.
		eventId: `${first.eventId}:album`,
		messageId: first.parent?.messageId ?? first.messageId,
		type: 'album',
		text: album.items?.find(({ text }) => text)?.text ?? null,
		parent: null,
		album,
	};
}

function toItem({
	messageId,
	timestamp,
	type,
	text,
	media,
	reference,
}: IncomingMessageEvent): AlbumItem {
	return { messageId, timestamp, type, text, ...(media && { media }), reference };
}

function withoutBulk(item: AlbumItem): AlbumItem {
	return { ...item, text: item.text && beginningOf(item.text, MAX_CAPTION), reference: null };
}
