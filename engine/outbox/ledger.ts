import {
	EngineError,
	PRIORITIES,
	type ErrorShape,
	type MessageRecord,
	type MessageStatus,
	type SendMessage,
} from '../gateway/contract';
import { toIso } from '../content/iso-time';
import { isAction } from '../content/outgoing/actions';
import type { AccountStore } from '../store/account-store';
import { errorPlace } from '../store/hidden-ids';
import { SLICE } from '../store/slice';
import { createCampaigns } from './campaigns';
import type { Departure } from './care/departures';
import { digestOfWords } from './care/words';
import { createLedgerQueue, type LedgerQueue } from './ledger-queue';
import {
	ALL_WAITING,
	NOT_PAUSED,
	openRequest,
	RECORD,
	requestPlace,
	toRecord,
	UNTOUCHED,
	WAITING,
	wirePlace,
	type MessageRow,
} from './ledger-rows';
import { createStatistics, keepCounts, type Statistics } from './ledger-statistics';
import { leaveTimes } from './send-at';
import { stepsBetween } from './status';

/** At most so many messages wait: fewer while the number is offline, as they would all leave at once (Z-API's limit). */
export const MAX_WAITING = { connected: 10_000, disconnected: 1_000 };
/** At most so many besides wait for a time that is still to come. */
export const MAX_SCHEDULED = 10_000;

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
export interface Ledger extends LedgerQueue {
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
	/** Whether a message of ours has reached this chat. */
	hasReached(chat: string): boolean;
	/** When WhatsApp took the last message. */
	lastSentAt(): number | undefined;
	/** Error: UNKNOWN_MESSAGE when it does not wait; QUEUE_FULL. */
	reschedule(messageId: string, sendAt: number): MessageRecord;
	/**
	 * Stores what goes to WhatsApp, and where; from here on the outcome is unknown until it is acknowledged. False when it
	 * does not wait any more, was given another time, or its campaign was paused. Lazily: no frame leaves before it is on disk.
	 * `kind`: what it counts as.
	 */
	markSending(messageId: string, chat: string, wire: string, kind?: Departure): boolean;
	/** Moves on and returns the steps made; empty when it is no news or not our message. */
	advance(messageId: string, to: MessageStatus, at: number, error?: ErrorShape): StatusChange[];
	/** Back to the queue, to be sent again with the same ID and the same bytes: all on their way but these, which still are. */
	requeueUnconfirmed(except?: readonly string[]): void;
	/** Error: UNKNOWN_MESSAGE when it does not wait. */
	cancel(messageId: string): MessageRecord;
	/** All, or those of one campaign. */
	cancelAll(campaign?: string): number;
	readonly statistics: Statistics;
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

const NEVER_LEFT = "handed_over = 0 AND status IN ('CANCELLED', 'FAILED')";
/** The same for `message_content` and `message_undelivered`. */
const HAS_CONTENT = '(request IS NOT NULL OR wire IS NOT NULL)';
const ENDED = "status <> 'QUEUED' AND status <> 'SENDING' AND status <> 'SENT'";
const TIME_COLUMN: Partial<Record<MessageStatus, keyof MessageRow>> = {
	SENT: 'sent_at',
	RECEIVED: 'received_at',
	READ: 'read_at',
	PLAYED: 'played_at',
};

export function createLedger(store: AccountStore, now: () => number): Ledger {
	const { db, seal } = store;
	const campaigns = createCampaigns(store);
	const queue = createLedgerQueue(store, now, campaigns);

	const rowOf = (id: string) =>
		db.get<MessageRow>(`SELECT ${RECORD} FROM message WHERE id = ?`, id);
	const find = (id: string) => {
		const row = rowOf(id);
		return row && toRecord(seal, row);
	};

	/** Error: QUEUE_FULL. */
	function requireRoom(sendAt: number | null, connected: boolean): void {
		if (sendAt !== null) {
			if (queue.countToCome() >= MAX_SCHEDULED) throw SCHEDULE_FULL;
			return;
		}
		const limit = connected ? MAX_WAITING.connected : MAX_WAITING.disconnected;
		if (queue.queueLength() >= limit) throw queueFull(limit, connected);
	}

	function forgetRecords(olderThan: number): number {
		return db.transaction(() => {
			const seqs = db
				.all<{ seq: number }>(
					`SELECT seq FROM message WHERE changed_at < ? AND NOT (${WAITING})
					AND NOT EXISTS (SELECT 1 FROM question WHERE question.message = message.id) LIMIT ?`,
					olderThan,
					SLICE,
				)
				.map(({ seq }) => seq);
			const gone = JSON.stringify(seqs);
			keepCounts(db, gone);
			db.run('DELETE FROM message WHERE seq IN (SELECT value FROM json_each(?))', gone);
			return seqs.length;
		});
	}

	return {
		...queue,

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
				const { campaign, priority = campaign === undefined ? 'normal' : 'low' } = request;
				db.run(
					`INSERT INTO message (id, chat, status, queued_at, changed_at, request, send_at, expires_at, priority, campaign, words, is_action)
					 VALUES (?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
					messageId,
					chat,
					at,
					at,
					sealed,
					sendAt,
					expiresAt,
					PRIORITIES.indexOf(priority),
					campaign === undefined ? null : campaigns.findOrAdd(campaign).id,
					digestOfWords(seal, request.content),
					isAction(request.content.type) ? 1 : 0,
				);
				return toRecord(seal, newRow(messageId, chat, at, sendAt));
			}),

		get: find,

		neverLeft: (messageId) =>
			db.get(`SELECT 1 FROM message WHERE id = ? AND ${NEVER_LEFT}`, messageId) !== undefined,

		hasReached: (chat) =>
			db.get('SELECT 1 FROM message WHERE chat = ? AND received_at IS NOT NULL', chat) !==
			undefined,

		lastSentAt: () =>
			// In the words of the index `message_sent`.
			db.get<{ at: number }>(
				'SELECT sent_at AS at FROM message WHERE sent_at IS NOT NULL ORDER BY sent_at DESC LIMIT 1',
			)?.at,

		reschedule: (messageId, sendAt) =>
			db.transaction(() => {
				const row = db.get<{ request: Uint8Array; send_at: number | null }>(
					`SELECT request, send_at FROM message WHERE id = ? AND ${UNTOUCHED}`,
					messageId,
				);
				if (!row) throw notWaiting(messageId, find(messageId));
				const { expireAfterMs } = openRequest(seal, messageId, row.request);
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

		markSending(messageId, chat, wire, kind) {
			const { changes } = db.lazily(() =>
				db.run(
					`UPDATE message SET status = 'SENDING', chat = ?, wire = ?, handed_over = 1, changed_at = ?, expires_at = NULL,
					 counted_at = ifnull(counted_at, ?), opens_chat = max(opens_chat, ?)
					 WHERE id = ? AND status = 'QUEUED' AND (send_at IS NULL OR send_at <= ?) AND ${NOT_PAUSED}`,
					chat,
					seal.encrypt(wire, wirePlace(messageId)),
					now(),
					kind ? now() : null,
					kind === 'newChat' ? 1 : 0,
					messageId,
					now(),
				),
			);
			return changes > 0;
		},

		advance: (messageId, to, at, error) =>
			db.transaction(() => {
				const before = rowOf(messageId);
				const steps = before ? stepsBetween(before.status, to) : [];
				const last = steps.at(-1);
				if (!before || !last) return [];
				const columns = steps.flatMap((step) => TIME_COLUMN[step] ?? []);
				const sealed = error ? seal.encrypt(JSON.stringify(error), errorPlace(messageId)) : null;
				db.run(
					`UPDATE message SET ${columns.map((column) => `${column} = ?, `).join('')}status = ?, error = ?, failure = ?, changed_at = ? WHERE id = ?`,
					...columns.map(() => at),
					last,
					sealed,
					error?.code ?? null,
					now(),
					messageId,
				);
				const times = Object.fromEntries(columns.map((column) => [column, at]));
				const record = toRecord(seal, { ...before, ...times, status: last, error: sealed });
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

		cancelAll(name) {
			const campaign = name === undefined ? undefined : campaigns.find(name);
			if (name !== undefined && !campaign) return 0;
			return db.run(
				`UPDATE message SET status = 'CANCELLED', request = NULL, changed_at = ?
				 WHERE seq IN (${ALL_WAITING}) AND ${UNTOUCHED} ${campaign ? 'AND campaign = ?' : ''}`,
				...[now(), ...(campaign ? [campaign.id] : [])],
			).changes;
		},

		statistics: createStatistics(store, campaigns),

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
			return Math.max(ended, unreached, forgetRecords(records)) === SLICE;
		},
	};
}

/** As it stands when it was inserted. */
function newRow(id: string, chat: string, at: number, sendAt: number | null): MessageRow {
	return {
		...{ id, chat, status: 'QUEUED', queued_at: at, send_at: sendAt, error: null },
		...{ sent_at: null, received_at: null, read_at: null, played_at: null },
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
