import { toIso } from '../content/iso-time';
import type { ErrorShape, MessageRecord, MessageStatus, SendMessage } from '../gateway/contract';
import { errorPlace } from '../store/hidden-ids';
import type { Seal } from '../store/seal';

/** The rows of our messages: which of them are meant, and what stands in them. */

/** What waits or is on its way. */
export const WAITING = "status IN ('QUEUED', 'SENDING')";
/** Of that, what has no time, and what has one. SQLite uses their indexes only where the query says exactly this. */
export const IN_TURN = `${WAITING} AND send_at IS NULL`;
export const SCHEDULED = `${WAITING} AND send_at IS NOT NULL`;
export const ALL_WAITING = `SELECT seq FROM message WHERE ${IN_TURN} UNION ALL SELECT seq FROM message WHERE ${SCHEDULED}`;
/** Waits, and has never been handed to WhatsApp. */
export const UNTOUCHED = "status = 'QUEUED' AND wire IS NULL";
/** It may leave as far as its campaign goes. */
export const NOT_PAUSED =
	'(campaign IS NULL OR campaign NOT IN (SELECT id FROM campaign WHERE paused_since IS NOT NULL))';

export interface MessageRow {
	id: string;
	chat: string;
	status: MessageStatus;
	queued_at: number;
	send_at: number | null;
	sent_at: number | null;
	received_at: number | null;
	read_at: number | null;
	played_at: number | null;
	error: Uint8Array | null;
}

export const RECORD =
	'id, chat, status, queued_at, send_at, sent_at, received_at, read_at, played_at, error';

export function toRecord(seal: Seal, row: MessageRow): MessageRecord {
	return {
		messageId: row.id,
		status: row.status,
		chat: row.chat,
		queuedAt: toIso(row.queued_at) as string,
		sendAt: toIso(row.send_at),
		sentAt: toIso(row.sent_at),
		receivedAt: toIso(row.received_at),
		readAt: toIso(row.read_at),
		playedAt: toIso(row.played_at),
		error: row.error && (JSON.parse(seal.decrypt(row.error, errorPlace(row.id))) as ErrorShape),
	};
}

export const requestPlace = (id: string) => `message/${id}/request`;
export const wirePlace = (id: string) => `message/${id}/wire`;

export function openRequest(seal: Seal, id: string, request: Uint8Array): SendMessage {
	return JSON.parse(seal.decrypt(request, requestPlace(id))) as SendMessage;
}
