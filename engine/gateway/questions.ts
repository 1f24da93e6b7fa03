import type { MessageContent } from './content';

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
