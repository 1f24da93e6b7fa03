import type { IncomingMessageEvent } from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';

/** An album whose messages are coming in. Times are those at which they came (ms). */
export interface OpenAlbum {
	/** What `AlbumParts` knows it by. */
	album: string;
	firstAt: number;
	lastAt: number;
}

/** The messages of albums that are not whole yet. */
export interface AlbumParts {
	/** What an album is known by: nobody else adds to it. */
	idOf(chat: string, author: string, messageId: string): string;
	add(album: string, event: IncomingMessageEvent): void;
	/** In the order in which they came. */
	of(album: string): IncomingMessageEvent[];
	remove(album: string): void;
	open(): OpenAlbum[];
	/** A slice of what is older: true where more is left. */
	sweep(olderThan: number): boolean;
}

export function createAlbumParts({ db, seal }: AccountStore, now: () => number): AlbumParts {
	const place = (album: string, messageId: string) => `album/${album}/${messageId}`;

	return {
		idOf: (chat, author, messageId) =>
			seal.digest(`album/${JSON.stringify([chat, author, messageId])}`),
		add: (album, event) =>
			db.run(
				'INSERT OR IGNORE INTO album_part (album, message, at, body) VALUES (?, ?, ?, ?)',
				album,
				event.messageId,
				now(),
				seal.encrypt(JSON.stringify(event), place(album, event.messageId)),
			),
		of: (album) =>
			db
				.all<{
					message: string;
					body: Uint8Array;
				}>('SELECT message, body FROM album_part WHERE album = ? ORDER BY seq', album)
				.map(
					({ message, body }) =>
						JSON.parse(seal.decrypt(body, place(album, message))) as IncomingMessageEvent,
				),
		remove: (album) => void db.run('DELETE FROM album_part WHERE album = ?', album),
		open: () =>
			db.all<OpenAlbum>(
				'SELECT album, min(at) AS firstAt, max(at) AS lastAt FROM album_part GROUP BY album ORDER BY min(seq)',
			),
		sweep: (olderThan) =>
			db.run(
				'DELETE FROM album_part WHERE seq IN (SELECT seq FROM album_part WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			).changes === SLICE,
	};
}
