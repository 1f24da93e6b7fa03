import {
	EngineError,
	type ErrorShape,
	type MessageRecord,
	type MessageStatus,
	type QueuedMessage,
	type SendMessage,
} from '../gateway/contract';
import { toIso } from '../content/iso-time';
import { kindOf } from '../content/outgoing/index';
import type { AccountStore } from '../store/account-store';
import { errorPlace } from '../store/hidden-ids';
import { SLICE } from '../store/slice';
import { stepsBetween } from './status';

/** At most so many messages wait: fewer while the number is offline, as they would all leave at once (Z-API's limit). */
export const MAX_WAITING = { connected: 10_000, disconnected: 1_000 };

/** A message that waits to be sent. */
export interface WaitingMessage {
	messageId: string;
	chat: string;
	request: SendMessage;
	/** What was handed to WhatsApp before, when the outcome of that is unknown: the same bytes are sent again. */
	wire: string | undefined;
}

/** A message that WhatsApp has taken. */
export interface SentMessage {
	messageId: string;
	chat: string;
	at: number;
	wire: string;
}

/** One step of a message, in the order in which they happened. */
export interface StatusChange {
	record: MessageRecord;
	status: MessageStatus;
	at: number;
}

/**
 * All messages of ours: which wait, and what became of the others. Each method is one transaction; what it returned
 * is on disk, except where it says "lazily": see `saving`.
 */
export interface Ledger {
	/** Resolves when what was written lazily is on disk; undefined when it is. Error: STORE_FAILED. */
	saving(): Promise<void> | undefined;
	/**
	 * The record of this ID, new or as it stands: the second call of an ID changes nothing. An ID of the user's own takes the
	 * place of one that never left. Lazily. Error: QUEUE_FULL.
	 */
	enqueue(messageId: string, chat: string, request: SendMessage, connected: boolean): MessageRecord;
	get(messageId: string): MessageRecord | undefined;
	/** Whether it is known that the message ended, failed or cancelled, before it was handed to WhatsApp. */
	neverLeft(messageId: string): boolean;
	/** The oldest message that is not on its way yet; of those to allowed chats, where not all are. */
	next(isAllowed?: (chat: string) => boolean): WaitingMessage | undefined;
	/** Whether a message of ours has reached this chat. */
	hasReached(chat: string): boolean;
	/** When WhatsApp took the last message. */
	lastSentAt(): number | undefined;
	/** How many messages wait to be sent, or for WhatsApp to acknowledge them. */
	queueLength(): number;
	list(limit: number): QueuedMessage[];
	/**
	 * Stores what goes to WhatsApp, and where; from here on the outcome is unknown until it is acknowledged. False when it
	 * does not wait any more. Lazily: no frame leaves before it is on disk.
	 */
	markSending(messageId: string, chat: string, wire: string): boolean;
	/** Moves on and returns the steps made; empty when it is no news or not our message. */
	advance(messageId: string, to: MessageStatus, at: number, error?: ErrorShape): StatusChange[];
	/** Back to the queue, to be sent again with the same ID and the same bytes: all on their way but these, which still are. */
	requeueUnconfirmed(except?: readonly string[]): void;
	/** Error: UNKNOWN_MESSAGE when it does not wait. */
	cancel(messageId: string): MessageRecord;
	cancelAll(): number;
	/** What WhatsApp has taken for a chat, and whose content is kept: newest first. `at` in ms. */
	newest(chat: string, limit: number): SentMessage[];
	/** What went to WhatsApp under this ID; undefined when it is gone or never was. */
	wire(messageId: string): string | undefined;
	/**
	 * The message was edited, or deleted (null); where its content is gone it stays so. What is not acknowledged yet is not
	 * deleted: it is sent again when the connection breaks.
	 */
	setContent(messageId: string, wire: string | null): void;
	/**
	 * Deletes content and records of which the last status is older than this; not of what asks a question that is still open. A
	 * slice: true where more is left.
	 */
	sweep(olderThan: SweepTimes): boolean;
}

export interface SweepTimes {
	content: number;
	/** The content of what WhatsApp has taken and not everybody has received: who could not open it asks for it again. */
	undelivered: number;
	records: number;
}

interface MessageRow {
	id: string;
	chat: string;
	status: MessageStatus;
	queued_at: number;
	sent_at: number | null;
	received_at: number | null;
	read_at: number | null;
	played_at: number | null;
	error: Uint8Array | null;
}

interface WaitingRow {
	id: string;
	chat: string;
	request: Uint8Array;
	wire: Uint8Array | null;
}

/** What waits or is on its way. SQLite uses the index `message_waiting` only where the query says exactly this. */
const WAITING = "status IN ('QUEUED', 'SENDING')";
const NEVER_LEFT = "handed_over = 0 AND status IN ('CANCELLED', 'FAILED')";
/** The same for `message_content` and `message_undelivered`. */
const HAS_CONTENT = '(request IS NOT NULL OR wire IS NOT NULL)';
const ENDED = "status <> 'QUEUED' AND status <> 'SENDING' AND status <> 'SENT'";
const RECORD = 'id, chat, status, queued_at, sent_at, received_at, read_at, played_at, error';
const CONTENT = 'id, chat, request, wire';
const TIME_COLUMN: Partial<Record<MessageStatus, string>> = {
	SENT: 'sent_at',
	RECEIVED: 'received_at',
	READ: 'read_at',
	PLAYED: 'played_at',
};

export function createLedger({ db, seal }: AccountStore, now: () => number): Ledger {
	const requestPlace = (id: string) => `message/${id}/request`;
	const wirePlace = (id: string) => `message/${id}/wire`;

	const find = (id: string) => {
		const row = db.get<MessageRow>(`SELECT ${RECORD} FROM message WHERE id = ?`, id);
		return row && toRecord(row);
	};
	const toRecord = (row: MessageRow): MessageRecord => ({
		messageId: row.id,
		status: row.status,
		chat: row.chat,
		queuedAt: toIso(row.queued_at) as string,
		sentAt: toIso(row.sent_at),
		receivedAt: toIso(row.received_at),
		readAt: toIso(row.read_at),
		playedAt: toIso(row.played_at),
		error: row.error && (JSON.parse(seal.decrypt(row.error, errorPlace(row.id))) as ErrorShape),
	});
	const queueLength = () =>
		Number(db.get<{ n: number }>(`SELECT count(*) AS n FROM message WHERE ${WAITING}`)?.n);
	const openRequest = (id: string, request: Uint8Array) =>
		JSON.parse(seal.decrypt(request, requestPlace(id))) as SendMessage;

	const firstWaiting = () =>
		db.get<WaitingRow>(
			`SELECT ${CONTENT} FROM message WHERE ${WAITING} AND status = 'QUEUED' ORDER BY seq LIMIT 1`,
		);
	const firstAllowed = (isAllowed: (chat: string) => boolean) => {
		const first = db
			.all<{
				seq: number;
				chat: string;
			}>(
				`SELECT min(seq) AS seq, chat FROM message WHERE ${WAITING} AND status = 'QUEUED' GROUP BY chat ORDER BY seq`,
			)
			.find(({ chat }) => isAllowed(chat));
		return first && db.get<WaitingRow>(`SELECT ${CONTENT} FROM message WHERE seq = ?`, first.seq);
	};

	return {
		saving: db.saving,

		enqueue: (messageId, chat, request, connected) =>
			db.lazily(() => {
				if ('key' in request.origin) {
					db.run(`DELETE FROM message WHERE id = ? AND ${NEVER_LEFT}`, messageId);
				}
				const known = find(messageId);
				if (known) return known;
				const limit = connected ? MAX_WAITING.connected : MAX_WAITING.disconnected;
				if (queueLength() >= limit) throw queueFull(limit, connected);
				const at = now();
				const sealed = seal.encrypt(JSON.stringify(request), requestPlace(messageId));
				db.run(
					"INSERT INTO message (id, chat, status, queued_at, changed_at, request) VALUES (?, ?, 'QUEUED', ?, ?, ?)",
					messageId,
					chat,
					at,
					at,
					sealed,
				);
				return find(messageId) as MessageRecord;
			}),

		get: find,

		neverLeft: (messageId) =>
			db.get(`SELECT 1 FROM message WHERE id = ? AND ${NEVER_LEFT}`, messageId) !== undefined,

		next(isAllowed) {
			const row = isAllowed ? firstAllowed(isAllowed) : firstWaiting();
			return (
				row && {
					messageId: row.id,
					chat: row.chat,
					request: openRequest(row.id, row.request),
					wire: row.wire ? seal.decrypt(row.wire, wirePlace(row.id)) : undefined,
				}
			);
		},

		hasReached: (chat) =>
			db.get('SELECT 1 FROM message WHERE chat = ? AND received_at IS NOT NULL', chat) !==
			undefined,

		lastSentAt: () =>
			// In the words of the index `message_sent`.
			db.get<{ at: number }>(
				'SELECT sent_at AS at FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 1',
			)?.at,

		queueLength,

		list(limit) {
			const rows = db.all<MessageRow & { request: Uint8Array }>(
				`SELECT ${RECORD}, request FROM message WHERE ${WAITING} ORDER BY seq LIMIT ?`,
				limit,
			);
			return rows.map((row) => {
				const { content } = openRequest(row.id, row.request);
				return {
					messageId: row.id,
					status: row.status,
					chat: row.chat,
					queuedAt: toIso(row.queued_at) as string,
					preview: kindOf(content).summary(content),
				};
			});
		},

		markSending(messageId, chat, wire) {
			const { changes } = db.lazily(() =>
				db.run(
					"UPDATE message SET status = 'SENDING', chat = ?, wire = ?, handed_over = 1, changed_at = ? WHERE id = ? AND status = 'QUEUED'",
					chat,
					seal.encrypt(wire, wirePlace(messageId)),
					now(),
					messageId,
				),
			);
			return changes > 0;
		},

		advance: (messageId, to, at, error) =>
			db.transaction(() => {
				const before = find(messageId);
				const steps = before ? stepsBetween(before.status, to) : [];
				const last = steps.at(-1);
				if (!last) return [];
				const columns = steps.map((step) => TIME_COLUMN[step]).filter((column) => column);
				db.run(
					`UPDATE message SET ${columns.map((column) => `${column} = ?, `).join('')}status = ?, error = ?, changed_at = ? WHERE id = ?`,
					...columns.map(() => at),
					last,
					error ? seal.encrypt(JSON.stringify(error), errorPlace(messageId)) : null,
					now(),
					messageId,
				);
				const record = find(messageId) as MessageRecord;
				return steps
					.filter((status) => status !== 'QUEUED' && status !== 'SENDING')
					.map((status) => ({ record, status, at }));
			}),

		requeueUnconfirmed(except = []) {
			db.run(
				`UPDATE message SET status = 'QUEUED'
				 WHERE ${WAITING} AND status = 'SENDING' AND id NOT IN (SELECT value FROM json_each(?))`,
				JSON.stringify(except),
			);
		},

		cancel: (messageId) =>
			db.transaction(() => {
				const { changes } = db.run(
					"UPDATE message SET status = 'CANCELLED', request = NULL, changed_at = ? WHERE id = ? AND status = 'QUEUED' AND wire IS NULL",
					now(),
					messageId,
				);
				if (changes === 0) throw notWaiting(messageId, find(messageId));
				return find(messageId) as MessageRecord;
			}),

		cancelAll: () =>
			db.run(
				`UPDATE message SET status = 'CANCELLED', request = NULL, changed_at = ? WHERE ${WAITING} AND status = 'QUEUED' AND wire IS NULL`,
				now(),
			).changes,

		newest: (chat, limit) =>
			db
				.all<{ id: string; chat: string; at: number; wire: Uint8Array }>(
					`SELECT id, chat, sent_at AS at, wire FROM message
					WHERE chat = ? AND sent_at IS NOT NULL AND wire IS NOT NULL
					ORDER BY sent_at DESC LIMIT ?`,
					chat,
					limit,
				)
				.map(({ id, chat, at, wire }) => ({
					messageId: id,
					chat,
					at,
					wire: seal.decrypt(wire, wirePlace(id)),
				})),

		wire(messageId) {
			const row = db.get<{ wire: Uint8Array | null }>(
				'SELECT wire FROM message WHERE id = ?',
				messageId,
			);
			return row?.wire ? seal.decrypt(row.wire, wirePlace(messageId)) : undefined;
		},

		setContent(messageId, wire) {
			if (wire === null) {
				db.run(
					`UPDATE message SET request = NULL, wire = NULL WHERE id = ? AND NOT (${WAITING})`,
					messageId,
				);
				return;
			}
			db.run(
				'UPDATE message SET wire = ? WHERE id = ? AND wire IS NOT NULL',
				seal.encrypt(wire, wirePlace(messageId)),
				messageId,
			);
		},

		sweep({ content, undelivered, records }) {
			const forget = (which: string, olderThan: number) =>
				db.run(
					`UPDATE message SET request = NULL, wire = NULL WHERE seq IN (
						SELECT seq FROM message WHERE changed_at <= ? AND ${HAS_CONTENT} AND ${which} LIMIT ?)`,
					olderThan,
					SLICE,
				).changes;
			const ended = forget(ENDED, content);
			const unreached = forget("status = 'SENT'", undelivered);
			const { changes } = db.run(
				`DELETE FROM message WHERE seq IN (
					SELECT seq FROM message WHERE changed_at < ? AND NOT (${WAITING})
					AND NOT EXISTS (SELECT 1 FROM question WHERE question.message = message.id) LIMIT ?)`,
				records,
				SLICE,
			);
			return Math.max(ended, unreached, changes) === SLICE;
		},
	};
}

function queueFull(limit: number, connected: boolean): EngineError {
	return new EngineError(
		'QUEUE_FULL',
		`${limit} messages are waiting already${connected ? '' : ' while the number is disconnected'}. This one was not queued.`,
		connected
			? 'Wait until some have been sent, or take messages out with Queue > Delete.'
			: 'Run Session > Get Status to see why the number is disconnected, or take messages out with Queue > Delete.',
		true,
	);
}

function notWaiting(messageId: string, record: MessageRecord | undefined): EngineError {
	if (record?.status === 'QUEUED') {
		return new EngineError(
			'UNKNOWN_MESSAGE',
			`Message ${messageId} cannot be taken back: it was handed to WhatsApp and not confirmed, so it may have arrived.`,
			'It is sent again under the same ID, so that it shows up once. Its status events tell what becomes of it.',
		);
	}
	return new EngineError(
		'UNKNOWN_MESSAGE',
		record
			? `Message ${messageId} is not waiting any more: its status is ${record.status}.`
			: `There is no message ${messageId} in the queue.`,
		'Run Queue > Get Many to see which messages wait.',
	);
}
