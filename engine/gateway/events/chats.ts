import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

export type ChatChange =
	| 'archived'
	| 'unarchived'
	| 'pinned'
	| 'unpinned'
	| 'muted'
	| 'unmuted'
	| 'read'
	| 'unread'
	| 'cleared'
	| 'deleted'
	| 'ephemeralChanged';

/** The first message was written in a chat with somebody that the number did not have before, by whomever. */
export interface ChatStartedEvent extends EventEnvelope {
	event: 'chat.started';
	chat: EventChat;
	/** Of that message. */
	messageId: string;
	fromMe: boolean;
}

/** Something was done to a chat: not by n8n. */
export interface ChatChangedEvent extends EventEnvelope {
	event: 'chat.changed';
	chat: EventChat;
	change: ChatChange;
	/** Of a chat that was muted; null: for always. */
	mutedUntil: string | null;
	/** After how many seconds new messages disappear from now on; 0: never. Null where something else has changed. */
	ephemeralSeconds: number | null;
	/** Who did it: both of a chat may set its disappearing time. All else is done by the number itself, on its phone. */
	by: Person;
}
