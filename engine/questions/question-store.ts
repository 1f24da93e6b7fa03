import type {
	Answer,
	AnswerEvent,
	Asking,
	ErrorShape,
	MessageContent,
	WaitingExecution,
} from '../gateway/contract';
import type { AccountStore } from '../store/account-store';

/** A question, and what has come of it so far. */
export interface StoredQuestion {
	readonly execution: string;
	readonly item: number;
	/** The message that asks now. */
	message: string;
	/** When it was asked (ms). */
	at: number;
	isOpen: boolean;
	/** When to remind of it (ms); null: not (any more). */
	remindAt: number | null;
	body: QuestionBody;
}

export interface QuestionBody {
	asking: Asking;
	/** Where it was asked. */
	chat: string;
	answers: Answer[];
	/** What was said and did not fit. */
	refused: AnswerEvent[];
	/** What is to be put into the queue, in this order. */
	toSay: Saying[];
	/** How many messages were put there after the first one. */
	said: number;
	error?: ErrorShape;
}

export interface Saying {
	content: MessageContent;
	/** It asks the next question. */
	isQuestion: boolean;
}

export interface StoredExecution {
	id: string;
	/** When it goes on at the latest (ms); null: never by itself. */
	due: number | null;
	/** n8n was told to go on, and what came of that is unknown. */
	isPosted: boolean;
	body: Omit<WaitingExecution, 'execution' | 'until'>;
}

/** Questions and the executions that wait for their answers. All of it joins the caller's transaction. */
export interface QuestionStore {
	add(question: Omit<StoredQuestion, 'at' | 'isOpen'>): void;
	save(question: StoredQuestion): void;
	/** Those that wait for an answer in chats, whose message has gone out: newest first. */
	openIn(chats: readonly string[]): StoredQuestion[];
	openOfMessages(messageIds: readonly string[]): StoredQuestion[];
	of(execution: string): StoredQuestion[];
	/** Those that have something to say. */
	saying(): StoredQuestion[];
	/** Those that are to be reminded of by now. */
	toRemind(now: number): StoredQuestion[];
	/** Executions that questions were asked for before, and that nobody waits with. */
	abandoned(before: number): string[];
	addExecution(execution: Omit<StoredExecution, 'isPosted'>): void;
	execution(id: string): StoredExecution | undefined;
	setDue(id: string, at: number): void;
	setPosted(id: string, isPosted: boolean): void;
	/** Those that are to go on by now. */
	due(now: number): string[];
	/** With all its questions. */
	remove(id: string): void;
	/** When something is due next; undefined where nothing will be by itself. */
	nextAt(abandonedAfterMs: number): number | undefined;
	isEmpty(): boolean;
}

interface QuestionRow {
	execution: string;
	item: number;
	message: string;
	at: number;
	is_open: number;
	remind_at: number | null;
	body: Uint8Array;
}

const COLUMNS = 'execution, item, message, question.at, is_open, remind_at, body';

export function createQuestionStore({ db, seal }: AccountStore, now: () => number): QuestionStore {
	const questionPlace = (execution: string, item: number) => `question/${execution}/${item}`;
	const executionPlace = (id: string) => `waiting_execution/${id}`;

	const toQuestion = (row: QuestionRow): StoredQuestion => ({
		execution: row.execution,
		item: row.item,
		message: row.message,
		at: row.at,
		isOpen: row.is_open === 1,
		remindAt: row.remind_at,
		body: JSON.parse(
			seal.decrypt(row.body, questionPlace(row.execution, row.item)),
		) as QuestionBody,
	});
	const questions = (rest: string, ...values: (string | number)[]) =>
		db.all<QuestionRow>(`SELECT ${COLUMNS} FROM question ${rest}`, ...values).map(toQuestion);
	const sealed = ({ execution, item, body }: Pick<StoredQuestion, 'execution' | 'item' | 'body'>) =>
		seal.encrypt(JSON.stringify(body), questionPlace(execution, item));

	return {
		add: (question) =>
			db.run(
				`INSERT OR IGNORE INTO question (execution, item, message, at, remind_at, body) VALUES (?, ?, ?, ?, ?, ?)`,
				question.execution,
				question.item,
				question.message,
				now(),
				question.remindAt,
				sealed(question),
			),
		save: (question) =>
			db.run(
				`UPDATE question SET message = ?, at = ?, is_open = ?, remind_at = ?, is_saying = ?, body = ?
				 WHERE execution = ? AND item = ?`,
				question.message,
				question.at,
				question.isOpen ? 1 : 0,
				question.remindAt,
				question.body.toSay.length > 0 ? 1 : 0,
				sealed(question),
				question.execution,
				question.item,
			),
		openIn: (chats) =>
			questions(
				`JOIN message ON message.id = question.message
				 WHERE is_open = 1 AND handed_over = 1 AND chat IN (SELECT value FROM json_each(?)) ORDER BY question.seq DESC`,
				JSON.stringify(chats),
			),
		openOfMessages: (messageIds) =>
			questions(
				'WHERE is_open = 1 AND message IN (SELECT value FROM json_each(?))',
				JSON.stringify(messageIds),
			),
		of: (execution) => questions('WHERE execution = ? ORDER BY item', execution),
		saying: () => questions('WHERE is_saying = 1 ORDER BY seq'),
		toRemind: (at) => questions('WHERE is_open = 1 AND remind_at <= ? ORDER BY seq', at),
		abandoned: (before) =>
			db
				.all<{ execution: string }>(
					`SELECT DISTINCT execution FROM question
					 WHERE at < ? AND NOT EXISTS (SELECT 1 FROM waiting_execution WHERE id = execution)`,
					before,
				)
				.map(({ execution }) => execution),
		addExecution: ({ id, due, body }) =>
			db.run(
				'INSERT OR IGNORE INTO waiting_execution (id, at, due, body) VALUES (?, ?, ?, ?)',
				id,
				now(),
				due,
				seal.encrypt(JSON.stringify(body), executionPlace(id)),
			),
		execution(id) {
			const row = db.get<{ due: number | null; is_posted: number; body: Uint8Array }>(
				'SELECT due, is_posted, body FROM waiting_execution WHERE id = ?',
				id,
			);
			return (
				row && {
					id,
					due: row.due,
					isPosted: row.is_posted === 1,
					body: JSON.parse(seal.decrypt(row.body, executionPlace(id))) as StoredExecution['body'],
				}
			);
		},
		setDue: (id, at) => db.run('UPDATE waiting_execution SET due = ? WHERE id = ?', at, id),
		setPosted: (id, isPosted) =>
			db.run('UPDATE waiting_execution SET is_posted = ? WHERE id = ?', isPosted ? 1 : 0, id),
		due: (at) =>
			db
				.all<{ id: string }>('SELECT id FROM waiting_execution WHERE due <= ? ORDER BY due', at)
				.map(({ id }) => id),
		remove(id) {
			db.run('DELETE FROM question WHERE execution = ?', id);
			db.run('DELETE FROM waiting_execution WHERE id = ?', id);
		},
		nextAt(abandonedAfterMs) {
			const row = db.get<{ at: number | null }>(
				`SELECT min(at) AS at FROM (
					SELECT due AS at FROM waiting_execution WHERE due IS NOT NULL
					UNION ALL SELECT remind_at FROM question WHERE is_open = 1 AND remind_at IS NOT NULL
					UNION ALL SELECT at + ? FROM question
						WHERE NOT EXISTS (SELECT 1 FROM waiting_execution WHERE id = execution))`,
				abandonedAfterMs,
			);
			return row?.at ?? undefined;
		},
		isEmpty: () =>
			db.get('SELECT 1 FROM question UNION ALL SELECT 1 FROM waiting_execution LIMIT 1') ===
			undefined,
	};
}
