import type { ChannelReactions } from '../commands/channel';
import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

/** Something that happened to a channel. */
interface ChannelEvent extends EventEnvelope {
	/** The channel. */
	chat: EventChat;
	/** Who did it; null where WhatsApp does not tell. */
	by: Person | null;
}

/** Somebody became an admin of a channel that the number runs, or is none any more. */
export interface ChannelAdminChangedEvent extends ChannelEvent {
	event: 'channel.adminChanged';
	change: 'promoted' | 'demoted';
	/** Whom it happened to. */
	admin: Person;
	/** Whether that is the linked number. */
	isMe: boolean;
}

/** How often a post of a channel that the number runs was seen and reacted to, all in all. */
export interface PostReactionsEvent extends ChannelEvent {
	event: 'channel.postReactions';
	messageId: string;
	serverId: string;
	/** Null where WhatsApp does not say. */
	views: number | null;
	reactions: { emoji: string; count: number }[];
}

/** What has changed of a channel, and to what. */
export type ChannelChange =
	| { change: 'name'; name: string }
	/** Null: it has none any more. */
	| { change: 'description'; description: string | null }
	| { change: 'picture'; picture: 'set' | 'removed' }
	| { change: 'settings'; reactions: ChannelReactions }
	/** `active`, `suspended`, `deleted`, ...: in WhatsApp's words. */
	| { change: 'state'; state: string }
	/** By the number itself, on another device: whether it follows the channel, and has muted it. */
	| { change: 'following'; following: boolean }
	| { change: 'muted'; muted: boolean };

export type ChannelChangedEvent = ChannelEvent & { event: 'channel.changed' } & ChannelChange;
