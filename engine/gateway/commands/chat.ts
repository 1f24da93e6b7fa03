import type { SentFromPhoneEvent } from '../events/messages';
import { idempotent, query } from './command';

/** Somebody, a group, a community or a channel, to choose from. */
export interface ChatEntry {
	chat: string;
	type: 'direct' | 'group' | 'community' | 'channel';
	name: string;
	phone: string | null;
}

export interface ChatSearch {
	query: string;
	limit: number;
	/** Only these; of channels, those that the number runs. Without it people and groups. */
	type?: ChatEntry['type'];
	/** Of channels: also those that it only follows. */
	followed?: boolean;
	/** Only who is in this group. For what is no group it is as if it were not there. */
	memberOf?: string;
}

/** A chat with a person or of a group, as far as the account knows it. */
export interface Chat {
	id: string;
	type: 'direct' | 'group';
	phone: string | null;
	lid: string | null;
	name: string | null;
	/** How many messages nobody has read. */
	unread: number;
	/** Marked as unread by hand. */
	markedUnread: boolean;
	archived: boolean;
	pinned: boolean;
	muted: boolean;
	/** Null where it is muted for always, too. */
	mutedUntil: string | null;
	lastMessageAt: string | null;
	/** After how many seconds new messages disappear; 0: never. Null of a group of which it is not known: `group.get` asks. */
	ephemeralSeconds: number | null;
	/** Those of WhatsApp Business that it has. */
	labels: { id: string; name: string }[];
	/** A note of WhatsApp Business about the chat. */
	note: string | null;
}

/** Until when a chat is muted, from now on. */
export type MuteTime = '8hours' | '1week' | 'always' | { until: string };

/** A message of a chat, in the words of the trigger's events. */
export type ChatMessage = Omit<
	SentFromPhoneEvent,
	'event' | 'eventId' | 'account' | 'broadcast' | 'conversation' | 'raw'
>;

export type ChatActivity = 'typing' | 'recording' | 'stopped';

/**
 * A chat is named by a phone number or its ID; a mutation puts out how it is then. What is not a query needs the connection.
 * Errors: DISCONNECTED, RATE_LIMITED, INVALID_RECIPIENT, NOT_ON_WHATSAPP, REJECTED.
 */
export const chatCommands = {
	/** Those whose name or number holds the words, best first. */
	'chat.search': query<ChatSearch, ChatEntry[]>(),
	/** Newest first; with `unread` and `archived` only those that are so, or are not. */
	'chat.getMany': query<{ limit: number; unread?: boolean; archived?: boolean }, Chat[]>(),
	'chat.get': query<{ chat: string }, Chat>(),
	/** On our own devices: whoever wrote learns nothing of it. */
	'chat.markRead': idempotent<{ chat: string; read: boolean }, Chat>(),
	'chat.archive': idempotent<{ chat: string; archived: boolean }, Chat>(),
	'chat.pin': idempotent<{ chat: string; pinned: boolean }, Chat>(),
	/** Error: INVALID_SETTING for a time that is over. */
	'chat.mute': idempotent<{ chat: string; time: MuteTime }, Chat>(),
	'chat.unmute': idempotent<{ chat: string }, Chat>(),
	/** Takes its messages away from our own devices, or the whole chat. */
	'chat.clear': idempotent<{ chat: string }, Chat>(),
	'chat.delete': idempotent<{ chat: string }, Chat>(),
	/** An empty one takes it away. Errors: INVALID_CONTENT; NOT_ALLOWED where the phone has the plain WhatsApp app. */
	'chat.setNote': idempotent<{ chat: string; note: string }, Chat>(),
	/** 86400, 604800 or 7776000; 0: never. Errors: INVALID_CONTENT, in groups those of `group.setDisappearing`; TIMEOUT. */
	'chat.setDisappearing': idempotent<{ chat: string; seconds: number }, Chat>(),
	/**
	 * Newest first: those whose content is kept. `fromPhone`: the phone is asked for those before them, as far as there are
	 * fewer than `limit`. Error: TIMEOUT where it does not answer.
	 */
	'chat.getMessages': query<{ chat: string; limit: number; fromPhone?: boolean }, ChatMessage[]>(),
	/** Shown for some ten seconds. */
	'chat.showActivity': idempotent<{ chat: string; activity: ChatActivity }, { chat: string }>(),
	/** Error: INVALID_RECIPIENT for a group. */
	'chat.subscribePresence': idempotent<{ chat: string }, { chat: string }>(),
};
