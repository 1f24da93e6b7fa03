import type { ErrorShape } from './errors';
import type { IncomingMessageEvent, PollVoteEvent, ReactionEvent } from './events/index';
import type { AnswerOption } from './questions';

/* What comes of the questions of an execution, and how it goes on. */

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
