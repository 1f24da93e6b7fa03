import type { Database } from '../store/database';
import { IN_TURN, SCHEDULED } from './ledger-rows';

const CHATS = `SELECT chat, count(*) AS count FROM message
	WHERE ${IN_TURN} AND status = 'QUEUED' GROUP BY chat
	UNION ALL SELECT chat, count(*) FROM message
	WHERE ${SCHEDULED} AND status = 'QUEUED' AND send_at <= ? GROUP BY chat`;

/** How many messages wait for these chats; without those whose time is to come. */
export function countWaiting(
	db: Database,
	isMeant: (chat: string) => boolean,
	now: number,
): number {
	return db
		.all<{ chat: string; count: number }>(CHATS, now)
		.filter(({ chat }) => isMeant(chat))
		.reduce((sum, { count }) => sum + count, 0);
}
