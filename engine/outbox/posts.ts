import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';
import type { PostName } from '../whatsapp/index';

/** What is known of posts, ours and those that came in, beside what they say. */
export interface Posts {
	learn(posts: readonly PostName[]): void;
	serverIdOf(channel: string, messageId: string): string | undefined;
	messageIdOf(channel: string, serverId: string): string | undefined;
	/** What the media host calls the file of a post that is to be sent: WhatsApp is told with it. */
	setHandle(channel: string, messageId: string, handle: string): void;
	handleOf(channel: string, messageId: string): string | undefined;
	/** A slice of the older ones: true where more is left. */
	sweep(olderThan: number): boolean;
}

export function createPosts({ db, seal }: AccountStore, now: () => number): Posts {
	const place = (channel: string, id: string) => `post/${channel}/${id}`;

	return {
		learn: (posts) =>
			db.transaction(() => {
				for (const { channel, messageId, serverId } of posts) {
					db.run(
						`INSERT INTO post (channel, id, server_id, at) VALUES (?, ?, ?, ?)
						ON CONFLICT (channel, id) DO UPDATE SET server_id = excluded.server_id`,
						channel,
						messageId,
						serverId,
						now(),
					);
				}
			}),
		serverIdOf: (channel, messageId) =>
			db.get<{ id: string | null }>(
				'SELECT server_id AS id FROM post WHERE channel = ? AND id = ?',
				channel,
				messageId,
			)?.id ?? undefined,
		messageIdOf: (channel, serverId) =>
			db.get<{ id: string }>(
				'SELECT id FROM post WHERE channel = ? AND server_id = ?',
				channel,
				serverId,
			)?.id,
		setHandle(channel, messageId, handle) {
			db.run(
				`INSERT INTO post (channel, id, handle, at) VALUES (?, ?, ?, ?)
				ON CONFLICT (channel, id) DO UPDATE SET handle = excluded.handle`,
				channel,
				messageId,
				seal.encrypt(handle, place(channel, messageId)),
				now(),
			);
		},
		handleOf(channel, messageId) {
			const row = db.get<{ handle: Uint8Array | null }>(
				'SELECT handle FROM post WHERE channel = ? AND id = ?',
				channel,
				messageId,
			);
			return row?.handle ? seal.decrypt(row.handle, place(channel, messageId)) : undefined;
		},
		sweep: (olderThan) =>
			db.run(
				'DELETE FROM post WHERE (channel, id) IN (SELECT channel, id FROM post WHERE at < ? LIMIT ?)',
				olderThan,
				SLICE,
			).changes === SLICE,
	};
}
