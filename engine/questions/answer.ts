import { bareText } from '../content/plain-text';
import type {
	Answer,
	AnswerEvent,
	AnswerOption,
	EngineEvent,
	IncomingMessageEvent,
	IncomingType,
	Question,
} from '../gateway/contract';
import { dateIn, emailIn, numberIn } from './typed-answer';

/** What a message is to a question: its answer, one that does not fit, or none. */
export type Verdict = Pick<Answer, 'value' | 'option'> | 'refused' | undefined;

/** What nobody says to answer something. */
const NO_ANSWERS: ReadonlySet<IncomingType> = new Set([
	'album', // its pictures follow
	'call',
	'pin',
	'pollResult',
	'unavailable',
	'unknown',
]);

/** Whether an event can be an answer at all. */
export function isAnswerEvent(event: EngineEvent): event is AnswerEvent {
	switch (event.event) {
		case 'message.incoming':
			return (
				(event.chat.type === 'direct' || event.chat.type === 'group') && !NO_ANSWERS.has(event.type)
			);
		case 'message.pollVote':
			// What cannot be read, or was taken back, chooses nothing.
			return (event.pollVote?.options?.length ?? 0) > 0;
		case 'message.reaction':
			return typeof event.reaction?.emoji === 'string';
		default:
			return false;
	}
}

/** The message that an event is about, if it names one: the poll, the message with the reaction, the quoted one. */
export function aboutMessage(event: AnswerEvent): string | null {
	if (event.event === 'message.pollVote') return event.pollVote?.pollMessageId ?? null;
	if (event.event === 'message.reaction') return event.reaction?.target.messageId ?? null;
	return event.replyTo;
}

export function verdictOf(question: Question, event: AnswerEvent, now: number): Verdict {
	const verdict =
		event.event === 'message.incoming'
			? ofMessage(question, event, now)
			: ofChoice(question, event);
	if (verdict) return verdict;
	return question.refusal !== undefined && event.event === 'message.incoming'
		? 'refused'
		: undefined;
}

function ofMessage(question: Question, event: IncomingMessageEvent, now: number): Verdict {
	const { text } = event;
	switch (question.answer) {
		case 'anything':
			return { value: text };
		case 'text':
			return text === null ? undefined : { value: text };
		case 'number':
			return said(text, numberIn);
		case 'date':
			return said(text, (words) => dateIn(words, now));
		case 'email':
			return said(text, emailIn);
		case 'file':
			return event.media && event.type !== 'sticker' ? { value: text } : undefined;
		case 'choice':
			return ofChoice(question, event);
	}
}

function said<T extends string | number>(
	text: string | null,
	read: (text: string) => T | undefined,
): Verdict {
	const value = text === null ? undefined : read(text);
	return value === undefined ? undefined : { value };
}

/** A vote, a pressed button, a chosen row, an emoji or words. A reaction or vote that is about no options is one of words. */
function ofChoice({ answer, options = [] }: Question, event: AnswerEvent): Verdict {
	if (answer !== 'choice') {
		const words = event.reaction?.emoji ?? null;
		return answer === 'anything' && words !== null ? { value: words } : undefined;
	}
	const option = options.find((one) => isChosen(one, event));
	return option && { value: option.text, option: { id: option.id, text: option.text } };
}

function isChosen({ id, text, words = [] }: AnswerOption, event: AnswerEvent): boolean {
	if (event.buttonAnswer) return event.buttonAnswer.id === id;
	if (event.listAnswer) return event.listAnswer.id === id;
	if (event.pollVote) return event.pollVote.options?.[0] === text;
	const written = event.reaction?.emoji ?? event.text;
	if (written === null) return false;
	const plain = bare(written);
	return plain !== '' && [text, ...words].some((one) => bare(one) === plain);
}

/** Emoji lose the colour of their skin. */
function bare(text: string): string {
	return bareText(text.replace(/\p{Emoji_Modifier}/gu, ''));
}
