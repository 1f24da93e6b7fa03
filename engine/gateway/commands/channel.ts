import type { ChatMessage } from './chat';
import { idempotent, mutation, query } from './command';

/** What the linked number is to a channel; `guest`: nothing. */
export type ChannelRole = 'owner' | 'admin' | 'subscriber' | 'guest';

/** Which emoji followers may put on posts: all, WhatsApp's basic ones, or none. */
export type ChannelReactions = 'all' | 'basic' | 'none';

export interface Channel {
	id: string;
	name: string;
	description: string | null;
	inviteLink: string | null;
	createdAt: string | null;
	/** Null where WhatsApp does not tell it: in lists of those that the number follows. */
	subscribers: number | null;
	/** What the number is to it, and whether it is muted; null in the directory, where WhatsApp does not tell it. */
	role: ChannelRole | null;
	muted: boolean | null;
	/** Null: it is a choice that is not known here. */
	reactions: ChannelReactions | null;
	/** Whether WhatsApp says that it is whose it claims to be. */
	verified: boolean;
	/** `active`, or why it is not: `suspended`, `geosuspended`. */
	state: string;
	/** It stops working after some days. */
	pictureUrl: string | null;
}

/** How WhatsApp's directory is sorted. */
export type ChannelView = 'recommended' | 'trending' | 'popular' | 'new';

export interface ChannelSearch {
	/** Words in the name; without them it is the directory. */
	text?: string;
	/** Only for the directory, as `countries` is. */
	view?: ChannelView;
	/** Two letters each: BR. */
	countries?: string[];
	limit: number;
}

/** Somebody who is or may become an admin of a channel. */
export interface ChannelAdmin {
	id: string;
	phone: string | null;
	lid: string | null;
}

/** A post of a channel, in the words of the trigger's events. */
export interface ChannelPost {
	channel: string;
	messageId: string;
	/** WhatsApp's own name for it: a number, counted by channel. */
	serverId: string;
	postedAt: string | null;
	/** As of messages; `deleted`: it was. */
	type: ChatMessage['type'] | 'deleted';
	text: string | null;
	media: ChatMessage['media'] | null;
	/** By which its file is downloaded. */
	reference: string | null;
	/** How many have seen it; null where WhatsApp does not say. */
	views: number | null;
	reactions: { emoji: string; count: number }[];
}

/**
 * They need the connection. A channel is named by its ID or its invite link, a person by phone number or LID. Errors: DISCONNECTED,
 * RATE_LIMITED, INVALID_RECIPIENT for what names no channel or no person, NOT_ALLOWED, OUTDATED where WhatsApp has renewed its
 * queries.
 */
export const channelCommands = {
	'channel.get': query<{ channel: string }, Channel>(),
	/** By name. `own`: only those that the number runs, or only others. */
	'channel.getMany': query<{ limit: number; own?: boolean }, Channel[]>(),
	'channel.search': query<ChannelSearch, Channel[]>(),
	/** It accepts WhatsApp's terms for channels. */
	'channel.create': mutation<{ name: string; description?: string }, Channel>(),
	'channel.follow': idempotent<{ channel: string }, { id: string; following: true }>(),
	'channel.unfollow': idempotent<{ channel: string }, { id: string; following: false }>(),
	'channel.setMuted': idempotent<
		{ channel: string; muted: boolean },
		{ id: string; muted: boolean }
	>(),
	'channel.setName': idempotent<{ channel: string; name: string }, { id: string; name: string }>(),
	/** A blank one is removed. */
	'channel.setDescription': idempotent<
		{ channel: string; description: string },
		{ id: string; description: string | null }
	>(),
	/** `mediaId`: of a file of the kind `picture`. Errors: MEDIA_UNREACHABLE, UNSUPPORTED_MEDIA. */
	'channel.setPicture': idempotent<
		{ channel: string; mediaId: string },
		{ id: string; pictureUrl: string | null }
	>(),
	'channel.updateSettings': idempotent<
		{ channel: string; reactions: ChannelReactions },
		{ id: string; reactions: ChannelReactions }
	>(),
	'channel.delete': mutation<{ channel: string }, { id: string; deleted: true }>(),
	/** Newest first. `before`: only those that are older than the one with this server ID. */
	'channel.getPosts': query<{ channel: string; limit: number; before?: string }, ChannelPost[]>(),
	'channel.revokeInvite': idempotent<
		{ channel: string; person: string },
		ChannelAdmin & { revoked: true }
	>(),
	'channel.acceptInvite': idempotent<{ channel: string }, { id: string; role: 'admin' }>(),
	'channel.removeAdmin': idempotent<
		{ channel: string; person: string },
		ChannelAdmin & { removed: true }
	>(),
	/** `quit`: the number is no admin any more, either. `note`: what was not done; null where all was. */
	'channel.transfer': mutation<
		{ channel: string; person: string; quit?: boolean },
		ChannelAdmin & { role: 'admin' | 'subscriber'; note: string | null }
	>(),
};
