import type { Clock, Timer } from '../clock';
import { collectedAlbum, isWhole } from '../content/collected-album';
import type { EventLog } from '../events/event-log';
import type { EngineEvent, IncomingMessageEvent } from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { AccountStore } from '../store/account-store';
import type { AlbumParts, OpenAlbum } from './album-parts';

/** So long is waited for the next message of an album: phones upload videos one after another. */
export const NEXT_WITHIN_MS = 60_000;
/** And so long for all of them. */
export const ALL_WITHIN_MS = 10 * 60_000;

export interface AlbumsOptions {
	store: Pick<AccountStore, 'db'>;
	clock: Pick<Clock, 'now' | 'after'>;
	log: Log;
	albumParts: AlbumParts;
	events: Pick<EventLog, 'append' | 'wantsAlbums'>;
}

/** Makes one event of the messages of an album, for the subscriptions that ask for that. */
export interface Albums {
	/** A message came in. Joins the caller's transaction. */
	take(event: EngineEvent): void;
	close(): void;
}

export function createAlbums({ store, clock, log, albumParts, events }: AlbumsOptions): Albums {
	let timer: Timer | undefined;

	const dueAt = ({ firstAt, lastAt }: OpenAlbum) =>
		Math.min(lastAt + NEXT_WITHIN_MS, firstAt + ALL_WITHIN_MS);

	function tell(album: string, parts: readonly IncomingMessageEvent[]): void {
		events.append([collectedAlbum(parts)]);
		albumParts.remove(album);
	}

	function watch(ms: number): void {
		timer ??= clock.after(ms, () => {
			timer = undefined;
			try {
				tellDue();
			} catch (error) {
				log.warn('An album could not be told of, which is tried again', { error: kindOf(error) });
				watch(NEXT_WITHIN_MS);
			}
		});
	}

	/** Those that nothing more came of are told as far as they came. */
	function tellDue(): void {
		const open = albumParts.open();
		for (const { album } of open.filter((one) => dueAt(one) <= clock.now())) {
			store.db.transaction(() => tell(album, albumParts.of(album)));
		}
		const next = Math.min(...albumParts.open().map(dueAt));
		// The clock may be set back: never longer than a new one waits.
		if (next < Infinity) watch(Math.min(Math.max(next - clock.now(), 0), NEXT_WITHIN_MS));
	}

	// What the process has ended in the midst of.
	if (albumParts.open().length > 0) watch(NEXT_WITHIN_MS);

	return {
		take(event) {
			if (event.event !== 'message.incoming') return;
			const messageId = albumOf(event);
			if (!messageId || !events.wantsAlbums()) return;
			const { raw: _, ...part } = event;
			const author = event.from.lid ?? event.from.phone ?? '';
			const album = albumParts.idOf(event.chat.id, author, messageId);
			albumParts.add(album, part);
			const parts = albumParts.of(album);
			if (isWhole(parts)) tell(album, parts);
			else watch(NEXT_WITHIN_MS);
		},
		close: () => timer?.cancel(),
	};
}

/** The message ID of the album that a message announces, or belongs to. */
function albumOf({ type, messageId, parent }: IncomingMessageEvent): string | null {
	if (type === 'album') return messageId;
	return parent?.kind === 'album' ? parent.messageId : null;
}
