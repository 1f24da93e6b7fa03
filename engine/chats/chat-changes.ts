import { isStanding } from '../content/incoming/index';
import { chatType } from '../content/jid';
import type {
	ChatChange,
	EngineEvent,
	IncomingMessageEvent,
	SentFromPhoneEvent,
} from '../gateway/contract';
import {
	ALWAYS,
	type ChatAction,
	type ChatFacts,
	type Ephemeral,
	type LastMessage,
} from '../whatsapp/index';
import type { KnownChat } from './chat-memory';

/** What becomes of what is known of a chat: values in and values out. */

/** What a change makes of a chat. Messages that came after `upTo` are there still. */
export function after(
	before: KnownChat,
	action: ChatAction,
	upTo: number,
	unarchivesChats: boolean,
): Partial<KnownChat> {
	const hasLater = before.last.at > upTo;
	switch (action.type) {
		case 'archive': {
			const isOutAgain = action.archived && hasLater && unarchivesChats;
			return isOutAgain ? {} : { archived: action.archived };
		}
		case 'pin':
			return { pinned: action.pinned };
		case 'mute':
			return { mutedUntil: action.until };
		case 'markRead':
			return action.read
				? { unread: 0, markedUnread: false }
				: { markedUnread: before.unread === 0 };
		case 'clear':
		case 'delete': {
			const deleted = action.type === 'delete' && !hasLater;
			return { clearedAt: upTo, ...(!hasLater && { unread: 0, markedUnread: false, deleted }) };
		}
		case 'label': {
			if (action.messageId !== null) return {};
			const others = before.labels.filter((label) => label !== action.label);
			return { labels: action.labelled ? [...others, action.label] : others };
		}
		case 'note': {
			const { id, text, createdAt } = action;
			if (text) return { note: { id, text, createdAt } };
			// Another one may have taken its place.
			return before.note?.id === id ? { note: null } : {};
		}
	}
}

/** Channels and statuses are no chats that these things are done to. */
export function isChat(jid: string): boolean {
	return ['direct', 'group'].includes(chatType(jid));
}

/** Whether somebody finds it as a message in the chat, not as a mark or a change of another one. */
export function isNewMessage(
	event: EngineEvent,
): event is IncomingMessageEvent | SentFromPhoneEvent {
	return (
		(event.event === 'message.incoming' || event.event === 'message.sentFromPhone') &&
		(isStanding(event) || event.type === 'unavailable')
	);
}

/** Until when it is muted still; null: it is not. */
export function mutedUntil({ mutedUntil: until }: KnownChat, now: number): number | null {
	return until !== null && until !== ALWAYS && until <= now ? null : until;
}

export const isUnread = ({ unread, markedUnread }: KnownChat) => unread > 0 || markedUnread;

export function changeBetween(
	before: KnownChat,
	after: KnownChat,
	{ type }: ChatAction,
	now: number,
): ChatChange | undefined {
	switch (type) {
		case 'archive':
			if (before.archived === after.archived) return undefined;
			return after.archived ? 'archived' : 'unarchived';
		case 'pin':
			if (before.pinned === after.pinned) return undefined;
			return after.pinned ? 'pinned' : 'unpinned';
		case 'mute': {
			const until = mutedUntil(after, now);
			if (mutedUntil(before, now) === until) return undefined;
			return until === null ? 'unmuted' : 'muted';
		}
		case 'markRead':
			if (isUnread(before) === isUnread(after)) return undefined;
			return isUnread(after) ? 'unread' : 'read';
		case 'clear':
			return 'cleared';
		case 'delete':
			return 'deleted';
		case 'label':
		case 'note':
			return undefined;
	}
}

export function later(before: KnownChat, last: LastMessage): Partial<KnownChat> {
	const isLater = last.at >= before.last.at;
	return { ...laterOfSide(before, last), ...(isLater && { last, deleted: false }) };
}

/** When whoever wrote it has written last. */
export function laterOfSide(before: KnownChat, { at, key }: LastMessage): Partial<KnownChat> {
	if (!key) return {};
	const side = key.fromMe ? 'lastOutgoingAt' : 'lastIncomingAt';
	return { [side]: Math.max(at, before[side] ?? 0) };
}

export function laterEphemeral(before: KnownChat, ephemeral: Ephemeral): Partial<KnownChat> {
	return ephemeral.setAt < (before.ephemeral?.setAt ?? 0) ? {} : { ephemeral };
}

/** What a history says of a chat that is known: what has happened since then counts. */
export function laterOf(
	before: KnownChat,
	{ unread, markedUnread, ephemeral, last }: ChatFacts,
): Partial<KnownChat> {
	return {
		...laterOfSide(before, last),
		...(last.at >= before.last.at && { unread, markedUnread, last }),
		...(ephemeral && laterEphemeral(before, ephemeral)),
	};
}
