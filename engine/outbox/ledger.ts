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
import { leaveTimes } from './send-at';
import { stepsBetween } from './status';

/** At most so many messages wait: fewer while the number is offline, as they would all leave at once (Z-API's limit). */
export const MAX_WAITING = { connected: 10_000, disconnected: 1_000 };
/** At most so many besides wait for a time that is still to come. */
export const MAX_SCHEDULED = 10_000;

/** A message that waits to be sent. */
export interface WaitingMessage {
	messageId: string;
	chat: string;
	request: SendMessage;
	/** What was handed to WhatsApp before, when the outcome of that is unknown: the same bytes are sent again. */
	wire: string | undefined;
}

/** A message that has waited for too long (ms). */
export interface ExpiredMessage {
	messageId: string;
	sendAt: number | null;
	expiresAt: number;
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
	/**
	 * The next message to leave that is not on its way yet; of those to allowed chats, where not all are. Those whose time has come
	 * go first, by their times: they are to be punctual however many wait. All others go in the order in which they were queued.
	 */
	next(isAllowed?: (chat: string) => boolean): WaitingMessage | undefined;
	/** Whether a message of ours has reached this chat. */
	hasReached(chat: string): boolean;
	/** When WhatsApp took the last message. */
	lastSentAt(): number | undefined;
	/** How many messages wait to be sent, or for WhatsApp to acknowledge them; without those whose time is to come. */
	queueLength(): number;
	/** Whether no message waits, for its turn or for its time. */
	isEmpty(): boolean;
	/** In the order in which they leave. */
	list(limit: number): QueuedMessage[];
	/** When a message may leave next that has to wait for its time, or will have waited for too long (ms). */
	nextTime(): number | undefined;
	/** A slice of those that have waited for too long: what was handed to WhatsApp is not among them. */
	expired(limit: number): ExpiredMessage[];
	/** Error: UNKNOWN_MESSAGE when it does not wait; QUEUE_FULL. */
	reschedule(messageId: string, sendAt: number): MessageRecord;
	/**
	 * Stores what goes to WhatsApp, and where; from here on the outcome is unknown until it is acknowledged. False when it
	 * does not wait any more, or was given another time. Lazily: no frame leaves before it is on disk.
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
	send_at: number | null;
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

/** What waits or is on its way. */
const WAITING = "status IN ('QUEUED', 'SENDING')";
/** Of that, what has no time, and what has one. SQLite uses their indexes only where the query says exactly this. */
const IN_TURN = `${WAITING} AND send_at IS NULL`;
const SCHEDULED = `${WAITING} AND send_at IS NOT NULL`;
const ALL_WAITING = `SELECT seq FROM message WHERE ${IN_TURN} UNION ALL SELECT seq FROM message WHERE ${SCHEDULED}`;
const DUE = `${SCHEDULED} AND send_at <= ?`;
const TO_COME = `${SCHEDULED} AND send_at > ?`;
/** Waits, and has never been handed to WhatsApp. */
const UNTOUCHED = "status = 'QUEUED' AND wire IS NULL";
/** What was handed to WhatsApp expires no more: see `markSending`. */
const EXPIRING = "status = 'QUEUED' AND expires_at IS NOT NULL";
const NEVER_LEFT = "handed_over = 0 AND status IN ('CANCELLED', 'FAILED')";
/** The same for `message_content` and `message_undelivered`. */
const HAS_CONTENT = '(request IS NOT NULL OR wire IS NOT NULL)';
const ENDED = "status <> 'QUEUED' AND status <> 'SENDING' AND status <> 'SENT'";
const RECORD =
	'id, chat, status, queued_at, send_at, sent_at, received_at, read_at, played_at, error';
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
		sendAt: toIso(row.send_at),
		sentAt: toIso(row.sent_at),
		receivedAt: toIso(row.received_at),
		readAt: toIso(row.read_at),
		playedAt: toIso(row.played_at),
		error: row.error && (JSON.parse(seal.decrypt(row.error, errorPlace(row.id))) as ErrorShape),
	});
	const count = (which: string, ...values: number[]) =>
		Number(db.get<{ n: number }>(`SELECT count(*) AS n FROM message WHERE ${which}`, ...values)?.n);
	const queueLength = () => count(IN_TURN) + count(DUE, now());
	const openRequest = (id: string, request: Uint8Array) =>
		JSON.parse(seal.decrypt(request, requestPlace(id))) as SendMessage;

	/** Those that have waited for too long have failed, or will have in a moment. */
	const READY = "status = 'QUEUED' AND (expires_at IS NULL OR expires_at > ?)";
	const firstOf = (which: string, ...values: number[]) =>
		db.get<WaitingRow>(
			`SELECT ${CONTENT} FROM message WHERE ${which} AND ${READY} ORDER BY send_at, seq LIMIT 1`,
			...values,
			now(),
		);
	const firstAllowed = (
		isAllowed: (chat: string) => boolean,
		which: string,
		...values: number[]
	) => {
		const first = db
			.all<{ seq: number; chat: string }>(
				`SELECT min(seq) AS seq, chat FROM message WHERE ${which} AND ${READY}
				 GROUP BY chat, send_at ORDER BY send_at, seq`,
				...values,
				now(),
			)
			.find(({ chat }) => isAllowed(chat));
		return first && db.get<WaitingRow>(`SELECT ${CONTENT} FROM message WHERE seq = ?`, first.seq);
	};

	/** Error: QUEUE_FULL. */
	function requireRoom(sendAt: number | null, connected: boolean): void {
		if (sendAt !== null) {
			if (count(TO_COME, now()) >= MAX_SCHEDULED) throw SCHEDULE_FULL;
			return;
		}
		const limit = connected ? MAX_WAITING.connected : MAX_WAITING.disconnected;
		if (queueLength() >= limit) throw queueFull(limit, connected);
	}

	return {
		saving: db.saving,

		enqueue: (messageId, chat, request, connected) =>
			db.lazily(() => {
				if ('key' in request.origin) {
					db.run(`DELETE FROM message WHERE id = ? AND ${NEVER_LEFT}`, messageId);
				}
				const known = find(messageId);
				if (known) return known;
				const at = now();
				const { sendAt, expiresAt } = leaveTimes(request, at);
				requireRoom(sendAt, connected);
				const sealed = seal.encrypt(JSON.stringify(request), requestPlace(messageId));
				db.run(
					`INSERT INTO message (id, chat, status, queued_at, changed_at, request, send_at, expires_at)
					 VALUES (?, ?, 'QUEUED', ?, ?, ?, ?, ?)`,
					messageId,
					chat,
					at,
					at,
					sealed,
					sendAt,
					expiresAt,
				);
				return find(messageId) as MessageRecord;
			}),

		get: find,

		neverLeft: (messageId) =>
			db.get(`SELECT 1 FROM message WHERE id = ? AND ${NEVER_LEFT}`, messageId) !== undefined,

		next(isAllowed) {
			const at = now();
			const row = isAllowed
				? (firstAllowed(isAllowed, DUE, at) ?? firstAllowed(isAllowed, IN_TURN))
				: (firstOf(DUE, at) ?? firstOf(IN_TURN));
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

		isEmpty: () => db.get(`${ALL_WAITING} LIMIT 1`) === undefined,

		list(limit) {
			const rows = (which: string, ...values: number[]) =>
				db.all<MessageRow & { request: Uint8Array }>(
					`SELECT ${RECORD}, request FROM message WHERE ${which} ORDER BY send_at, seq LIMIT ?`,
					...values,
					limit,
				);
			const at = now();
			const waiting = [...rows(DUE, at), ...rows(IN_TURN), ...rows(TO_COME, at)];
			return waiting.slice(0, limit).map((row) => {
				const { content } = openRequest(row.id, row.request);
				return {
					messageId: row.id,
					status: row.status,
					chat: row.chat,
					queuedAt: toIso(row.queued_at) as string,
					sendAt: toIso(row.send_at),
					preview: kindOf(content).summary(content),
				};
			});
		},

		nextTime() {
			const { at } = db.get<{ at: number | null }>(
				`SELECT min(at) AS at FROM (
					SELECT min(send_at) AS at FROM message WHERE ${TO_COME}
					UNION ALL SELECT min(expires_at) FROM message WHERE ${EXPIRING})`,
				now(),
			) as { at: number | null };
			return at ?? undefined;
		},

		expired: (limit) =>
			db.all<ExpiredMessage>(
				`SELECT id AS messageId, send_at AS sendAt, expires_at AS expiresAt FROM message
				 WHERE ${EXPIRING} AND expires_at <= ? ORDER BY expires_at LIMIT ?`,
				now(),
				limit,
			),

		reschedule: (messageId, sendAt) =>
			db.transaction(() => {
				const row = db.get<{ request: Uint8Array; send_at: number | null }>(
					`SELECT request, send_at FROM message WHERE id = ? AND ${UNTOUCHED}`,
					messageId,
				);
				if (!row) throw notWaiting(messageId, find(messageId));
				const { expireAfterMs } = openRequest(messageId, row.request);
				const times = leaveTimes({ sendAt: toIso(sendAt) as string, expireAfterMs }, now());
				if (row.send_at === null && times.sendAt !== null) requireRoom(times.sendAt, true);
				db.run(
					'UPDATE message SET send_at = ?, expires_at = ? WHERE id = ?',
					times.sendAt,
					times.expiresAt,
					messageId,
				);
				return find(messageId) as MessageRecord;
			}),

		markSending(messageId, chat, wire) {
			const { changes } = db.lazily(() =>
				db.run(
					`UPDATE message SET status = 'SENDING', chat = ?, wire = ?, handed_over = 1, changed_at = ?, expires_at = NULL
					 WHERE id = ? AND status = 'QUEUED' AND (send_at IS NULL OR send_at <= ?)`,
					chat,
					seal.encrypt(wire, wirePlace(messageId)),
					now(),
					messageId,
					now(),
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
				 WHERE seq IN (${ALL_WAITING}) AND status = 'SENDING' AND id NOT IN (SELECT value FROM json_each(?))`,
				JSON.stringify(except),
			);
		},

		cancel: (messageId) =>
			db.transaction(() => {
				const { changes } = db.run(
					`UPDATE message SET status = 'CANCELLED', request = NULL, changed_at = ? WHERE id = ? AND ${UNTOUCHED}`,
					now(),
					messageId,
				);
				if (changes === 0) throw notWaiting(messageId, find(messageId));
				return find(messageId) as MessageRecord;
			}),

		cancelAll: () =>
			db.run(
				`UPDATE message SET status = 'CANCELLED', request = NULL, changed_at = ? WHERE seq IN (${ALL_WAITING}) AND ${UNTOUCHED}`,
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

const SCHEDULE_FULL = new EngineError(
	'QUEUE_FULL',
	`${MAX_SCHEDULED} messages wait for their time already. This one was not queued.`,
	'Wait until some have left, or take messages out with Queue > Delete.',
	true,
);

function notWaiting(messageId: string, record: MessageRecord | undefined): EngineError {
	if (record?.status === 'QUEUED') {
		return new EngineError(
			'UNKNOWN_MESSAGE',
			`Message ${messageId} can be neither taken back nor moved: it was handed to WhatsApp and not confirmed, so it may have arrived.`,
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
