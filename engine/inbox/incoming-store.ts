import type { AccountStore } from '../store/account-store';

/** What is kept of a message that came in. */
export interface StoredMessage {
	chat: string;
	sender: string;
	fromMe: boolean;
	wire: string;
}

/** Messages that came in: which are known, and for a short time what they said. */
export interface IncomingStore {
	/** False when this message was stored before: WhatsApp delivers again what it is not sure about. */
	add(chat: string, messageId: string, at: number, content: StoredMessage | undefined): boolean;
	/** Undefined when it never came or its content is gone. */
	find(messageId: string): StoredMessage | undefined;
	/** Whether anything came in from this chat. */
	hasChat(chat: string): boolean;
	lastAt(): number | undefined;
	sweep(contentOlderThan: number, recordsOlderThan: number): void;
}

export function createIncomingStore({ db, seal }: AccountStore): IncomingStore {
	const place = (chat: string, id: string) => `incoming/${chat}/${id}`;
	return {
		add(chat, messageId, at, content) {
			const { changes } = db.run(
				'INSERT OR IGNORE INTO incoming (chat, id, at, content) VALUES (?, ?, ?, ?)',
				chat,
				messageId,
				at,
				content ? seal.close(JSON.stringify(content), place(chat, messageId)) : null,
			);
			return changes > 0;
		},
		find(messageId) {
			const row = db.get<{ chat: string; content: Uint8Array }>(
				'SELECT chat, content FROM incoming WHERE id = ? AND content IS NOT NULL',
				messageId,
			);
			return (
				row && (JSON.parse(seal.open(row.content, place(row.chat, messageId))) as StoredMessage)
			);
		},
		hasChat: (chat) => db.get('SELECT 1 FROM incoming WHERE chat = ? LIMIT 1', chat) !== undefined,
		lastAt: () => db.get<{ at: number }>('SELECT at FROM incoming ORDER BY at DESC LIMIT 1')?.at,
		sweep(contentOlderThan, recordsOlderThan) {
			db.run(
				'UPDATE incoming SET content = NULL WHERE at <= ? AND content IS NOT NULL',
				contentOlderThan,
			);
			db.run('DELETE FROM incoming WHERE at < ?', recordsOlderThan);
		},
	};
}
