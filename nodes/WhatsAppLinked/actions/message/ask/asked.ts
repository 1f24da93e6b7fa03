import type { MessageContent, Question } from '../../../../../engine/gateway/contract';

/** What is asked in one chat, as messages. */
export interface Asked {
	/** Said before, where it is too long for the message that asks. */
	lead?: string;
	/** Asks the first question. */
	content: MessageContent;
	first: Question;
	next: Array<Question & { content: MessageContent }>;
}

/** WhatsApp's limit for the question of a poll. */
const MAX_POLL_QUESTION = 255;

/** A text that a poll asks: a longer one is said first, and the poll repeats what there is to choose. */
export function pollOf(message: string, options: string[]): Pick<Asked, 'lead' | 'content'> {
	const isLong = message.length > MAX_POLL_QUESTION;
	const question = isLong ? `${options.join(' / ')}?`.slice(0, MAX_POLL_QUESTION) : message;
	return {
		...(isLong && { lead: message }),
		content: { type: 'poll', question, options, selectable: 1 },
	};
}
