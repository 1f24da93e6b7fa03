import type { AccountStore } from '../store/account-store';
import { SLICE } from '../store/slice';

/** What is kept of a message that came in, or that the phone sent. */
export interface StoredMessage {
	chat: string;
	/** Address of who wrote it. */
	sender: string;
	fromMe: boolean;
	/** Milliseconds since 1970. */
	at: number;
	/** The encoded content; null when it is gone. */
	wire: string | null;
}

/**
 * Messages that came in: which are known, and for a short time what they said. Whoever sends a message chooses its ID, and
 * may choose that of a message in another chat.
 */
export interface IncomingStore {
	/** False when this message was stored before: WhatsApp delivers again what it is not sure about. */
	add(messageId: string, message: StoredMessage): boolean;
	/** Of one that could not be opened: it is known, and may still be added. False when it was known before. */
	addWaiting(messageId: string, message: Omit<StoredMessage, 'wire'>): boolean;
	/** What a message says now, after an edit; null: nothing, after a deletion. */
	setContent(messageId: string, chat: string, wire: string | null): void;
	/** In a chat, or in whichever it is. Undefined when it never came, or long ago; or in several chats, and none is named. */
	find(messageId: string, chat?: string): StoredMessage | undefined;
	/** Those of a chat whose content is kept: newest first. */
	newest(chat: string, limit: number): (StoredMessage & { messageId: string })[];
	/** Where messages with this ID came in. */
	chatsOf(messageId: string): string[];
	/** Whether anything came in from this chat. */
	hasChat(chat: string): boolean;
	/** Which chats others have written in after a time, and when last (ms). */
	newestByChat(after: number): { chat: string; at: number }[];
	/** It is to be marked as read. */
	setToRead(messageId: string, chat: string): void;
	/** Those that are to be marked as read: oldest first. */
	toRead(limit: number): (StoredMessage & { messageId: string })[];
	didRead(messages: readonly { messageId: string; chat: string }[]): void;
	lastAt(): number | undefined;
	/** A slice of what is to be forgotten: true where more is left. */
	sweep(contentOlderThan: number, recordsOlderThan: number): boolean;
}

interface IncomingRow {
	id: string;
	chat: string;
	sender: string;
	from_me: number;
	at: number;
	content: Uint8Array | null;
}

const COLUMNS = 'id, chat, sender, from_me, at, content';

export function createIncomingStore({ db, seal }: AccountStore): IncomingStore {
	const place = (chat: string, id: string) => `incoming/${chat}/${id}`;
	const read = ({ id, chat, sender, from_me: fromMe, at, content }: IncomingRow) => ({
		messageId: id,
		chat,
		sender,
		fromMe: fromMe === 1,
		at,
		wire: content && seal.decrypt(content, place(chat, id)),
	});
	return {
		add(messageId, { chat, sender, fromMe, at, wire }) {
			const { changes } = db.run(
				`INSERT INTO incoming (chat, id, sender, from_me, at, content) VALUES (?, ?, ?, ?, ?, ?)
				ON CONFLICT DO UPDATE SET sender = excluded.sender, from_me = excluded.from_me, at = excluded.at,
					content = excluded.content, waiting = 0
				WHERE waiting = 1`,
				chat,
				messageId,
				sender,
				fromMe ? 1 : 0,
				at,
				wire === null ? null : seal.encrypt(wire, place(chat, messageId)),
			);
			return changes > 0;
		},
		addWaiting: (messageId, { chat, sender, fromMe, at }) =>
			db.run(
				'INSERT OR IGNORE INTO incoming (chat, id, sender, from_me, at, waiting) VALUES (?, ?, ?, ?, ?, 1)',
				chat,
				messageId,
				sender,
				fromMe ? 1 : 0,
				at,
			).changes > 0,
		setContent(messageId, chat, wire) {
			db.run(
				'UPDATE incoming SET content = ? WHERE chat = ? AND id = ? AND content IS NOT NULL',
				wire === null ? null : seal.encrypt(wire, place(chat, messageId)),
				chat,
				messageId,
			);
		},
		find(messageId, chat) {
			const rows = db.all<IncomingRow>(
				`SELECT ${COLUMNS} FROM incoming WHERE id = ? AND chat = ifnull(?, chat)`,
				messageId,
				chat ?? null,
			);
			const row = rows.length === 1 ? rows[0] : undefined;
			if (!row) return undefined;
			const { messageId: _, ...message } = read(row);
			return message;
		},
		newest: (chat, limit) =>
			db
				.all<IncomingRow>(
					`SELECT ${COLUMNS} FROM incoming
					WHERE chat = ? AND content IS NOT NULL ORDER BY at DESC LIMIT ?`,
					chat,
					limit,
				)
				.map(read),
		chatsOf: (messageId) =>
			db
				.all<{ chat: string }>('SELECT chat FROM incoming WHERE id = ?', messageId)
				.map(({ chat }) => chat),
		hasChat: (chat) => db.get('SELECT 1 FROM incoming WHERE chat = ? LIMIT 1', chat) !== undefined,
		newestByChat: (after) =>
			db.all<{ chat: string; at: number }>(
				'SELECT chat, max(at) AS at FROM incoming WHERE at > ? AND from_me = 0 GROUP BY chat',
				after,
			),
		setToRead(messageId, chat) {
			db.run('UPDATE incoming SET to_read = 1 WHERE chat = ? AND id = ?', chat, messageId);
		},
		toRead: (limit) =>
			db
				.all<IncomingRow>(
					`SELECT ${COLUMNS} FROM incoming WHERE to_read = 1 ORDER BY at LIMIT ?`,
					limit,
				)
				.map(read),
		didRead(messages) {
			db.transaction(() => {
				for (const { messageId, chat } of messages) {
					db.run('UPDATE incoming SET to_read = 0 WHERE chat = ? AND id = ?', chat, messageId);
				}
			});
		},
		lastAt: () => db.get<{ at: number }>('SELECT at FROM incoming ORDER BY at DESC LIMIT 1')?.at,
		sweep(contentOlderThan, recordsOlderThan) {
			const forgotten = db.run(
				`UPDATE incoming SET content = NULL WHERE (chat, id) IN (
					SELECT chat, id FROM incoming WHERE at <= ? AND content IS NOT NULL LIMIT ?)`,
				contentOlderThan,
				SLICE,
			);
			const deleted = db.run(
				'DELETE FROM incoming WHERE (chat, id) IN (SELECT chat, id FROM incoming WHERE at < ? LIMIT ?)',
				recordsOlderThan,
				SLICE,
			);
			return Math.max(forgotten.changes, deleted.changes) === SLICE;
		},
	};
}
