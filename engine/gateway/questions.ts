import type { MessageContent } from './content';
import type { ErrorShape } from './errors';
import type { IncomingMessageEvent, PollVoteEvent, ReactionEvent } from './events/index';

/*
 * Questions that executions of n8n wait for the answers of. A message asks one (`SendMessage.asks`); the answer comes in the
 * chat, and the engine resumes the execution when all its questions are answered or the time is over.
 */

/** What an answer has to be. */
export const ANSWER_TYPES = [
	'anything', // any message
	'text', // words
	'number',
	'date',
	'email',
	'file', // image, video, document, voice message, ...
	'choice', // one of `options`: a vote, a button, a row, or its words
] as const;
export type AnswerType = (typeof ANSWER_TYPES)[number];

export interface Question {
	/** What the answer is called. */
	name: string;
	answer: AnswerType;
	options?: AnswerOption[];
	/** What is said to an answer that does not fit. Without it such a message is no answer, and starts triggers. */
	refusal?: string;
}

export interface AnswerOption {
	id: string;
	text: string;
	/** What people write or react with to choose it, besides its text. */
	words?: string[];
}

/** The questions that are asked in one chat, one after another. The message itself asks the first. */
export interface Asking {
	/** `WaitingExecution.execution` */
	execution: string;
	/** The item of the execution that asks. */
	item: number;
	first: Question;
	next: (Question & { content: MessageContent })[];
	/** In a group: who has to answer. Anyone where nobody is named. Phone number or chat ID. */
	by?: string;
	/** Whether a reaction to the question is an answer. */
	reactions?: boolean;
	/** What is said when there is no answer for so long. */
	reminder?: { text: string; afterMs: number };
}

/** An execution of n8n that waits: one run of one node, with all its items. */
export interface WaitingExecution {
	/** Unique, and the same whenever this run is tried again. */
	execution: string;
	/** Where n8n is told to go on; only its path and query count. */
	resumeUrl: string;
	/** When it goes on in any case. Without it: never. */
	until?: string;
	/** How many items ask. */
	items: number;
	/** Goes on at the first answer. */
	atFirst?: boolean;
	/** What the node gets back with the answers. */
	context: unknown;
}

export type AnswerEvent = IncomingMessageEvent | PollVoteEvent | ReactionEvent;

export interface Answer {
	/** `Question.name` */
	name: string;
	/** What was said, in the type of the question: dates as `2026-12-24`. Null of what has no words. */
	value: string | number | null;
	/** Of a choice. */
	option?: Pick<AnswerOption, 'id' | 'text'>;
	event: AnswerEvent;
}

/** What came of an item. */
export interface AskedItem {
	item: number;
	chat: string;
	/** The message that asked the last question. */
	messageId: string;
	/** Whether all its questions are answered. */
	isAnswered: boolean;
	/** As many as there are. */
	answers: Answer[];
	/** The message could not be sent. */
	error?: ErrorShape;
}

export interface ExecutionAnswers {
	context: unknown;
	items: AskedItem[];
}

/** What came of it when n8n was told to go on. */
export type Resumed =
	/** It goes on. */
	| 'resumed'
	/** It has not begun to wait yet. */
	| 'running'
	/** It does not wait: it was stopped, deleted, or has gone on already. */
	| 'gone'
	/** n8n cannot resume it, and did not. */
	| 'refused'
	/** Nobody knows: no answer came. */
	| 'unknown';

/** Tells n8n that an execution is to go on. Never rejects. */
export type ResumeExecution = (url: string) => Promise<Resumed>;
