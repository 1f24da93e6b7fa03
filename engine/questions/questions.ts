import { LONGEST_TIMER_MS, type Clock, type Timer } from '../clock';
import { isAddressOf, type FindAddresses } from '../contacts/people';
import { jidsOf } from '../content/jid';
import type { EventLog } from '../events/event-log';
import type {
	AnswerEvent,
	Asking,
	EngineEvent,
	ExecutionAnswers,
	Question,
	ResumeExecution,
	SendMessage,
	WaitingExecution,
} from '../gateway/contract';
import { kindOf, type Log } from '../log';
import type { Ledger } from '../outbox/ledger';
import { messageIdOf } from '../outbox/message-id';
import { isFailure } from '../outbox/status';
import type { AccountStore } from '../store/account-store';
import { aboutMessage, isAnswerEvent, verdictOf } from './answer';
import { createQuestionStore, type StoredQuestion } from './question-store';
import { createResuming } from './resuming';

/**
 * So long after its question an execution may begin to wait: n8n queues the messages of all items first. Who did not has died
 * in between.
 */
const BEGIN_WITHIN_MS = 10 * 60_000;
/** What could not be queued is tried again. */
const SAY_AGAIN_MS = 30_000;

export interface QuestionsOptions {
	store: AccountStore;
	clock: Clock;
	log: Log;
	ledger: Pick<Ledger, 'get' | 'enqueue'>;
	idSecret: string;
	addresses: FindAddresses;
	events: Pick<EventLog, 'append'>;
	/** There is something to send. */
	wake(): void;
	resume: ResumeExecution;
}

/** Questions that executions wait for the answers of. */
export interface Questions {
	/** A message asks; in the transaction that puts it into the queue. */
	ask(messageId: string, chat: string, asking: Asking): void;
	/** The execution of questions that were asked begins to wait. */
	wait(execution: WaitingExecution): void;
	/** What has come of its questions so far; null where nobody waits for them. */
	answers(execution: string): ExecutionAnswers | null;
	/** The event as triggers are to be told of it: marked where it is an answer. In the transaction that stores it, before `flush`. */
	take(event: EngineEvent): EngineEvent;
	/** Whether executions wait for answers. */
	areThere(): boolean;
	/** Messages of ours have got further, or failed. */
	onStatus(messageIds: readonly string[]): void;
	/** Says and resumes what is to be, as soon as what was answered is on disk; after the transaction of `take`. */
	flush(): void;
	close(): void;
}

export function createQuestions(options: QuestionsOptions): Questions {
	const { store, clock, log, ledger, idSecret, addresses, events, wake } = options;
	const { db } = store;
	const rows = createQuestionStore(store, clock.now);
	let timer: Timer | undefined;
	let closed = false;
	/** Something was answered: there is something to say, or to resume. */
	let isMoved = false;
	/** Undefined: to be looked up. */
	let isIdle: boolean | undefined;
	db.onRollback(() => (isIdle = undefined));

	const idle = () => (isIdle ??= rows.isEmpty());

	const resuming = createResuming({
		clock,
		log,
		resume: options.resume,
		find(execution) {
			const found = rows.execution(execution);
			return found && { url: found.body.resumeUrl, isPosted: found.isPosted };
		},
		setPosted: (execution, isPosted) => db.transaction(() => rows.setPosted(execution, isPosted)),
		onResumed: (execution) => forget(execution),
		onGone(execution) {
			log.info(
				'An execution does not wait for its answers any more: they start workflows like others',
			);
			release(execution);
		},
	});

	function forget(execution: string): void {
		db.transaction(() => rows.remove(execution));
		isIdle = undefined;
	}

	/** Nobody waits for it: what was said is told to the triggers, late. */
	function release(execution: string): void {
		db.transaction(() => {
			const said = rows
				.of(execution)
				.flatMap(({ body }) => [...body.answers.map(({ event }) => event), ...body.refused]);
			for (const event of said.sort(byTime)) {
				events.append([{ ...event, eventId: `${event.eventId}:left`, answer: 'left' }]);
			}
			rows.remove(execution);
		});
		isIdle = undefined;
	}

	// --- Answers --------------------------------------------------------------------------------------------------------

	function take(event: EngineEvent): EngineEvent {
		if (idle() || !isAnswerEvent(event)) return event;
		const about = aboutMessage(event);
		const open = rows
			.openIn(jidsOf(event.chat.id, addresses(event.chat.id)))
			.filter((question) => mayAnswer(question, event, about));
		const question = open.find(({ message }) => message === about) ?? open[0];
		return question && answer(question, event) ? { ...event, answer: 'taken' } : event;
	}

	function mayAnswer(
		{ message, at, body: { asking, toSay } }: StoredQuestion,
		event: AnswerEvent,
		about: string | null,
	): boolean {
		if (toSay.some(({ isQuestion }) => isQuestion)) return false;
		if (asking.by !== undefined && !isAddressOf(event.from, asking.by)) return false;
		if (message === about) return event.event !== 'message.reaction' || asking.reactions === true;
		// What was written before is no answer. WhatsApp's times are whole seconds.
		const { sentAt } = ledger.get(message) ?? {};
		const askedAt = sentAt ? Date.parse(sentAt) : at;
		return event.event === 'message.incoming' && Date.parse(event.timestamp) >= askedAt - 1_000;
	}

	function answer(question: StoredQuestion, event: AnswerEvent): boolean {
		const { asking, answers, refused } = question.body;
		const asked = questionOf(question);
		const verdict = verdictOf(asked, event, clock.now());
		if (verdict === undefined) return false;
		isMoved = true;
		const { raw: _raw, ...told } = event;
		if (verdict === 'refused') {
			refused.push(told);
			const content = { type: 'text' as const, text: asked.refusal ?? '' };
			question.body.toSay.push({ content, isQuestion: false });
			rows.save(question);
			return true;
		}
		answers.push({ name: asked.name, ...verdict, event: told });
		const next = asking.next[answers.length - 1];
		if (next) question.body.toSay.push({ content: next.content, isQuestion: true });
		else question.isOpen = false;
		question.remindAt = null;
		rows.save(question);
		if (!next) completed(question.execution);
		return true;
	}

	/** A question has its answer, or will have none. */
	function completed(id: string): void {
		const execution = rows.execution(id);
		if (!execution) return;
		const all = rows.of(id);
		const { items, atFirst = false } = execution.body;
		const isAnswered = ({ isOpen, body }: StoredQuestion) => !isOpen && body.error === undefined;
		const isComplete = all.length >= items && all.every(({ isOpen }) => !isOpen);
		if (isComplete || (atFirst && all.some(isAnswered))) rows.setDue(id, 0);
	}

	// --- What is to be done ---------------------------------------------------------------------------------------------

	/** Puts into the queue what is to be said. A full queue has room later. */
	function say(): void {
		for (const question of rows.saying()) {
			try {
				db.transaction(() => sayOf(question));
			} catch (error) {
				log.warn('The next question cannot be asked yet', { error: kindOf(error) });
				watch(SAY_AGAIN_MS);
				return;
			}
			wake();
		}
	}

	function sayOf(question: StoredQuestion): void {
		const { body, execution, item } = question;
		const to = ledger.get(question.message)?.chat ?? body.chat;
		for (const { content, isQuestion } of body.toSay.splice(0)) {
			body.said++;
			const origin = { callId: `${execution}/${item}/${body.said}` };
			const messageId = messageIdOf(origin, idSecret, to);
			const request: SendMessage = { to, content, origin };
			ledger.enqueue(messageId, to, request, true);
			if (!isQuestion) continue;
			question.message = messageId;
			question.at = clock.now();
			question.remindAt = remindAt(body.asking, clock.now());
		}
		rows.save(question);
	}

	/** It counts from when the question was sent: nobody has seen one that still waits in the queue. */
	function remind(): void {
		const now = clock.now();
		for (const question of rows.toRemind(now)) {
			const { asking, toSay } = question.body;
			const sentAt = ledger.get(question.message)?.sentAt;
			question.remindAt = remindAt(asking, sentAt ? Date.parse(sentAt) : now);
			if (question.remindAt !== null && question.remindAt <= now) {
				const text = asking.reminder?.text ?? '';
				toSay.push({ content: { type: 'text', text }, isQuestion: false });
				question.remindAt = null;
			}
			db.transaction(() => rows.save(question));
		}
	}

	function flush(): void {
		if (isMoved) db.whenSaved(lookOrLater);
	}

	function lookOrLater(): void {
		try {
			look();
		} catch (error) {
			log.warn('Questions could not be looked after, which is tried again', {
				error: kindOf(error),
			});
			watch(SAY_AGAIN_MS);
		}
	}

	function look(): void {
		isMoved = false;
		if (closed || idle()) return;
		remind();
		say();
		for (const execution of rows.abandoned(clock.now() - BEGIN_WITHIN_MS)) release(execution);
		for (const execution of rows.due(clock.now())) resuming.start(execution);
		const next = rows.nextAt(BEGIN_WITHIN_MS);
		// What is due is under way.
		if (next !== undefined && next > clock.now()) watch(next - clock.now());
		else watch(LONGEST_TIMER_MS);
	}

	function watch(ms: number): void {
		timer?.cancel();
		timer = clock.after(Math.min(ms, LONGEST_TIMER_MS), lookOrLater);
	}

	// What was under way when the process ended.
	watch(0);

	return {
		ask(messageId, chat, asking) {
			const { execution, item } = asking;
			const body = { asking, chat, answers: [], refused: [], toSay: [], said: 0 };
			const at = remindAt(asking, clock.now());
			rows.add({ execution, item, message: messageId, remindAt: at, body });
			isIdle = false;
		},
		wait({ execution: id, until, ...body }) {
			db.transaction(() => {
				rows.addExecution({ id, due: until === undefined ? null : Date.parse(until), body });
				completed(id);
			});
			isIdle = false;
			look();
		},
		answers(execution) {
			const found = rows.execution(execution);
			if (!found) return null;
			const items = rows.of(execution).map(({ item, message, isOpen, body }) => ({
				item,
				chat: ledger.get(message)?.chat ?? body.chat,
				messageId: message,
				isAnswered: !isOpen && body.error === undefined,
				answers: body.answers,
				...(body.error && { error: body.error }),
			}));
			return { context: found.body.context, items };
		},
		take,
		areThere: () => !idle(),
		onStatus(messageIds) {
			if (idle()) return;
			for (const question of rows.openOfMessages(messageIds)) {
				const record = ledger.get(question.message);
				if (!record || !isFailure(record.status)) continue;
				isMoved = true;
				question.isOpen = false;
				question.body.error = record.error ?? CANCELLED;
				db.transaction(() => {
					rows.save(question);
					completed(question.execution);
				});
			}
			flush();
		},
		flush,
		close() {
			closed = true;
			timer?.cancel();
			resuming.close();
		},
	};
}

function questionOf({ body: { asking, answers } }: StoredQuestion): Question {
	return asking.next[answers.length - 1] ?? asking.first;
}

function remindAt({ reminder }: Asking, now: number): number | null {
	return reminder ? now + reminder.afterMs : null;
}

function byTime(one: AnswerEvent, other: AnswerEvent): number {
	return Date.parse(one.timestamp) - Date.parse(other.timestamp);
}

const CANCELLED = {
	code: 'UNKNOWN_MESSAGE' as const,
	message: 'The question was taken out of the queue before it was sent.',
	hint: 'Whoever ran Queue > Delete or Clear did that.',
	retryable: false,
};
