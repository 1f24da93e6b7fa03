import { kindOf } from '../content/outgoing/index';
import {
	PRIORITIES,
	type Priority,
	type QueuedMessage,
	type SendMessage,
	type WaitingReason,
} from '../gateway/contract';
import type { AccountStore } from '../store/account-store';
import type { Campaigns } from './campaigns';
import {
	ALL_WAITING,
	IN_TURN,
	NOT_PAUSED,
	openRequest,
	RECORD,
	SCHEDULED,
	toRecord,
	WAITING,
	wirePlace,
	type MessageRow,
} from './ledger-rows';

/** What a message that might leave now is known by. */
export interface Candidate {
	chat: string;
	campaign: string | null;
	/** It was handed to WhatsApp before, and goes again. */
	handedOver: boolean;
	/** The digest of what it says, where it says something. */
	words: string | null;
	/** It does something to a message that is there. */
	isAction: boolean;
}
export type MayLeave = (candidate: Candidate) => boolean;

/** A message that waits to be sent. */
export interface WaitingMessage extends Candidate {
	messageId: string;
	request: SendMessage;
	/** What was handed to WhatsApp before, when the outcome of that is unknown: the same bytes are sent again. */
	wire: string | undefined;
}

/** Messages that wait for the same reasons. */
export interface WaitingGroup extends Candidate {
	count: number;
	/** The first time at which one of them is to leave, where that is still to come (ms). */
	sendAt: number | null;
	/** Why their campaign is paused; null where it is not. */
	pausedFor: WaitingReason | null;
}

/** A message that has waited for too long (ms). */
export interface ExpiredMessage {
	messageId: string;
	sendAt: number | null;
	expiresAt: number;
}

/** Which messages wait, and which of them is next. */
export interface LedgerQueue {
	/**
	 * The next message to leave that is not on its way yet, and whose campaign is not paused; of those that may leave, where not
	 * all may. By priority; of the same one, those whose time has come go first, by their times: they are to be punctual however many wait. All others go in the
	 * order in which they were queued.
	 */
	next(mayLeave?: MayLeave): WaitingMessage | undefined;
	/** The next so many, in the order in which `next` would give them. */
	upcoming(count: number, mayLeave?: MayLeave): WaitingMessage[];
	/** How many messages wait to be sent, or for WhatsApp to acknowledge them; without those whose time is to come. */
	queueLength(): number;
	/** How many wait for a time that is still to come. */
	countToCome(): number;
	/** Whether no message waits, for its turn or for its time. */
	isEmpty(): boolean;
	/** How many messages wait to leave, for their turn or for their time; of one campaign alone, where it is named. */
	countWaiting(campaign?: string): number;
	/** In the order in which they leave; of one campaign alone, where it is named. */
	list(limit: number, campaign?: string): QueuedMessage[];
	/** All that wait to leave, as far as they differ, and how many of each there are. */
	groups(): WaitingGroup[];
	/** What a message is known by, while it waits. */
	candidate(messageId: string): Candidate | undefined;
	/** When a message may leave next that has to wait for its time, or will have waited for too long (ms). */
	nextTime(): number | undefined;
	/** A slice of those that have waited for too long: what was handed to WhatsApp is not among them. */
	expired(limit: number): ExpiredMessage[];
}

interface WaitingRow extends Omit<CandidateRow, 'seq' | 'send_at'> {
	id: string;
	request: Uint8Array;
	wire: Uint8Array | null;
}

interface ListedRow extends MessageRow, Pick<WaitingRow, 'campaign' | 'request'> {
	priority: number;
}

interface CandidateRow {
	seq: number;
	send_at: number | null;
	chat: string;
	campaign: number | null;
	handed_over: number;
	words: string | null;
	is_action: number;
}

/** The time is ?1, as in all that follows. */
const DUE = `${SCHEDULED} AND send_at <= ?1`;
const TO_COME = `${SCHEDULED} AND send_at > ?1`;
/** Names all, so that their index finds times. */
const ANY_PRIORITY = `priority IN (${PRIORITIES.map((_, stored) => stored).join()})`;
/** What was handed to WhatsApp expires no more: see `markSending`. */
const EXPIRING = "status = 'QUEUED' AND expires_at IS NOT NULL";
/** Those that have waited for too long have failed, or will have in a moment. */
const READY = `${NOT_PAUSED} AND status = 'QUEUED' AND (expires_at IS NULL OR expires_at > ?1)`;

/** Why the campaign is paused; null where it is not. */
const PAUSED_FOR = `(SELECT coalesce(paused_for, 'PAUSED') FROM campaign
	WHERE campaign.id = campaign AND paused_since IS NOT NULL)`;

/** All that might leave, in the order in which it does: each part is one walk through an index, from what came before (?2, ?3). */
const PARTS = PRIORITIES.flatMap((_, priority) => [
	{
		which: `${DUE} AND priority = ${priority} AND ${READY}`,
		after: '(send_at, seq) > (?2, ?3)',
		order: 'send_at, seq',
	},
	{
		which: `${IN_TURN} AND priority = ${priority} AND ${READY}`,
		after: '?2 = 0 AND seq > ?3',
		order: 'seq',
	},
]);
/** So many candidates are read at once: most of the time one of the first may leave, and else most likely none. */
const PAGE = { first: 50, others: 5_000 };

const CANDIDATE = 'chat, campaign, wire IS NOT NULL AS handed_over, words, is_action';
const CONTENT = `SELECT id, ${CANDIDATE}, send_at, request, wire FROM message`;
const FIRST = `${CONTENT} WHERE seq = coalesce(${PARTS.map(
	({ which, order }) => `(SELECT seq FROM message WHERE ${which} ORDER BY ${order} LIMIT 1)`,
).join()})`;

export function createLedgerQueue(
	{ db, seal }: AccountStore,
	now: () => number,
	campaigns: Campaigns,
): LedgerQueue {
	const nameOf = (campaign: number | null) =>
		campaign === null ? null : campaigns.nameOf(campaign);
	const count = (which: string, ...values: number[]) =>
		Number(db.get<{ n: number }>(`SELECT count(*) AS n FROM message WHERE ${which}`, ...values)?.n);

	const toCandidate = (row: Omit<CandidateRow, 'seq' | 'send_at'>): Candidate => ({
		chat: row.chat,
		campaign: nameOf(row.campaign),
		handedOver: row.handed_over === 1,
		words: row.words,
		isAction: row.is_action === 1,
	});

	function* candidates({ which, after, order }: (typeof PARTS)[number]): Generator<CandidateRow> {
		const at = now();
		let last = { send_at: 0 as number | null, seq: 0 };
		for (let size = PAGE.first; ; size = PAGE.others) {
			const page = db.all<CandidateRow>(
				`SELECT seq, send_at, ${CANDIDATE} FROM message
				 WHERE ${which} AND ${after} ORDER BY ${order} LIMIT ?4`,
				...[at, last.send_at ?? 0, last.seq, size],
			);
			yield* page;
			if (page.length < size) return;
			last = page.at(-1) ?? last;
		}
	}

	/** All that may leave, in that order: where they are in the table. */
	function* inOrder(mayLeave: MayLeave): Generator<number> {
		/** Many messages may wait for few chats, and to find out may cost something. */
		const known = new Map<string, boolean>();
		const may = (row: CandidateRow) => {
			const key = `${row.chat} ${row.campaign} ${row.handed_over} ${row.is_action} ${row.words}`;
			let verdict = known.get(key);
			if (verdict === undefined) {
				verdict = mayLeave(toCandidate(row));
				known.set(key, verdict);
			}
			return verdict;
		};
		for (const part of PARTS) {
			for (const candidate of candidates(part)) {
				if (may(candidate)) yield candidate.seq;
			}
		}
	}

	function firstThat(mayLeave: MayLeave): WaitingRow | undefined {
		for (const seq of inOrder(mayLeave)) return rowAt(seq);
		return undefined;
	}

	const rowAt = (seq: number) => db.get<WaitingRow>(`${CONTENT} WHERE seq = ?`, seq);

	const toMessage = (row: WaitingRow): WaitingMessage => ({
		...toCandidate(row),
		messageId: row.id,
		request: openRequest(seal, row.id, row.request),
		wire: row.wire ? seal.decrypt(row.wire, wirePlace(row.id)) : undefined,
	});

	return {
		next(mayLeave) {
			const row = mayLeave ? firstThat(mayLeave) : db.get<WaitingRow>(FIRST, now());
			return row && toMessage(row);
		},

		upcoming(count, mayLeave = () => true) {
			const seqs: number[] = [];
			for (const seq of inOrder(mayLeave)) if (seqs.push(seq) >= count) break;
			return seqs.flatMap((seq) => rowAt(seq) ?? []).map(toMessage);
		},

		queueLength: () => count(IN_TURN) + count(`${DUE} AND ${ANY_PRIORITY}`, now()),

		countToCome: () => count(`${TO_COME} AND ${ANY_PRIORITY}`, now()),

		isEmpty: () => db.get(`${ALL_WAITING} LIMIT 1`) === undefined,

		countWaiting(name) {
			if (name === undefined) return count(`seq IN (${ALL_WAITING}) AND status = 'QUEUED'`);
			const campaign = campaigns.find(name);
			return campaign ? count("campaign = ? AND status = 'QUEUED'", campaign.id) : 0;
		},

		list(limit, name) {
			const campaign = name === undefined ? undefined : campaigns.find(name);
			if (name !== undefined && !campaign) return [];
			const columns = 'SELECT seq, priority, send_at FROM message';
			const waiting = campaign
				? `${columns} WHERE campaign = ?3 AND ${WAITING}`
				: `${columns} WHERE ${IN_TURN} UNION ALL ${columns} WHERE ${SCHEDULED}`;
			return db
				.all<{ seq: number }>(
					`SELECT seq FROM (${waiting})
					 ORDER BY iif(send_at > ?1, send_at, 0), priority, send_at IS NULL, send_at, seq LIMIT ?2`,
					...[now(), limit, ...(campaign ? [campaign.id] : [])],
				)
				.map(({ seq }) => {
					const row = db.get<ListedRow>(
						`SELECT ${RECORD}, campaign, priority, request FROM message WHERE seq = ?`,
						seq,
					) as ListedRow;
					const { messageId, status, chat, queuedAt, sendAt } = toRecord(seal, row);
					const { content } = openRequest(seal, messageId, row.request);
					return {
						...{ messageId, status, chat, queuedAt, sendAt },
						campaign: nameOf(row.campaign),
						priority: PRIORITIES[row.priority] as Priority,
						preview: kindOf(content).summary(content),
					};
				});
		},

		groups: () =>
			db
				.all<Omit<CandidateRow, 'seq'> & { count: number; paused_for: WaitingReason | null }>(
					`SELECT ${CANDIDATE}, min(later) AS send_at, count(*) AS count, ${PAUSED_FOR} AS paused_for FROM (
						SELECT *, iif(send_at > ?, send_at, NULL) AS later FROM message
						WHERE seq IN (${ALL_WAITING}) AND status = 'QUEUED')
					 GROUP BY chat, campaign, handed_over, words, is_action, later IS NULL`,
					now(),
				)
				.map((row) => ({
					...toCandidate(row),
					count: row.count,
					sendAt: row.send_at,
					pausedFor: row.paused_for,
				})),

		candidate(messageId) {
			const row = db.get<CandidateRow>(
				`SELECT ${CANDIDATE} FROM message WHERE id = ? AND status = 'QUEUED'`,
				messageId,
			);
			return row && toCandidate(row);
		},

		nextTime() {
			const earliest = PRIORITIES.map(
				(_, priority) =>
					`SELECT min(send_at) AS at FROM message WHERE ${TO_COME} AND priority = ${priority}`,
			);
			const { at } = db.get<{ at: number | null }>(
				`SELECT min(at) AS at FROM (
					${earliest.join(' UNION ALL ')}
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
	};
}
