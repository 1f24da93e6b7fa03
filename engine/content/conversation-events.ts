import type {
	ConversationPausedEvent,
	ConversationResumedEvent,
	EventChat,
} from '../gateway/contract';
import { noticeEnvelope, type AccountInfo } from './events';

interface Occasion {
	account: AccountInfo;
	chat: EventChat;
	at: number;
}

/** A chat may be paused again and again: the time tells which one it was. */
export function conversationPausedEvent(
	{ account, chat, at }: Occasion,
	what: Pick<ConversationPausedEvent, 'reason' | 'until'>,
): ConversationPausedEvent {
	return {
		event: 'conversation.paused',
		...noticeEnvelope(account, [chat.id, 'paused', String(at)], at),
		chat,
		...what,
	};
}

export function conversationResumedEvent(
	{ account, chat, at }: Occasion,
	reason: ConversationResumedEvent['reason'],
): ConversationResumedEvent {
	return {
		event: 'conversation.resumed',
		...noticeEnvelope(account, [chat.id, 'resumed', String(at)], at),
		chat,
		reason,
	};
}
