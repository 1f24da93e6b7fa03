import { channelCodeIn } from '../content/invite-link';
import { channelIdIn, withoutDevice } from '../content/jid';
import type { ChannelInvitation } from '../content/outgoing/index';
import {
	EngineError,
	type ChannelReactions,
	type ChannelSearch,
	type ChatEntry,
} from '../gateway/contract';
import { createChannelAdmins, type ChannelAdmins, type ChannelSocket } from './channel-admins';
import { searchDirectory } from './channel-directory';
import { isRun, REACTIONS, readChannel, type ChannelFacts, type Newsletter } from './channel-facts';
import { askPosts, askToListen, type PostFacts, type WhichPosts } from './channel-history';
import { acceptTerms, CREATION_TERMS } from './channel-terms';
import { mex } from './mex';
import type { Query } from './query';
import { createNameList } from './name-list';
import { detectTimeout, Refusal } from './query-errors';

/** What of a channel can be changed. `picture`: a JPEG. */
export interface ChannelChange {
	name?: string;
	/** Empty: it has none any more. */
	description?: string;
	picture?: Uint8Array;
	reactions?: ChannelReactions;
}

/** Each rejects with WhatsApp's refusal (`refusalCode`), or `QueryTimeout`. Error of all: OUTDATED. */
export interface Channels extends ChannelAdmins {
	/** The channels that the number runs, and with `followed` the others, to choose from: asked once a minute at most. */
	names(followed?: boolean): Promise<ChatEntry[]>;
	/** By its ID, or the code of its invite link. Refused with 404 where there is none. */
	get(key: { jid: string } | { invite: string }): Promise<ChannelFacts>;
	/** Those that the number runs or follows. */
	getMany(): Promise<ChannelFacts[]>;
	search(what: ChannelSearch): Promise<ChannelFacts[]>;
	/** Null: WhatsApp has created none, and does not say why. */
	create(name: string, description: string): Promise<ChannelFacts | null>;
	follow(channel: string): Promise<void>;
	unfollow(channel: string): Promise<void>;
	setMuted(channel: string, muted: boolean): Promise<void>;
	/** Returns how it is then; null where WhatsApp does not tell. */
	change(channel: string, change: ChannelChange): Promise<ChannelFacts | null>;
	delete(channel: string): Promise<void>;
	/** Has WhatsApp tell how often posts are seen and reacted to, for so many seconds as it returns. */
	listen(channel: string): Promise<number>;
	/** The newest posts, or those before one: newest first. */
	posts(channel: string, which: WhichPosts): Promise<PostFacts[]>;
	/** Lets somebody become admin of a channel of ours, by its ID or its invite link. Error: NOT_ALLOWED. */
	inviteAdmin(channel: string, user: string): Promise<ChannelInvitation>;
}

export function createChannels(sock: ChannelSocket, now: () => number): Channels {
	const { query } = sock;
	const list = createNameList(async () => (await channelsOf(query)).map(toEntry), now);

	/** What is in the list, or is called otherwise from now on. */
	async function changeList(name: Parameters<typeof mex>[1], channel: string): Promise<void> {
		await mex(query, name, { newsletter_id: channel });
		list.forget();
	}

	return {
		...createChannelAdmins(sock),

		async names(followed = false) {
			const all = await list.get();
			return all.filter((entry) => followed || entry.isRun).map(({ isRun: _, ...entry }) => entry);
		},
		get: (key) => metadata(query, key),
		getMany: () => channelsOf(query),
		search: (what) => searchDirectory(query, what),

		async create(name, description) {
			await acceptTerms(query, CREATION_TERMS);
			const input = { name, description: description || null };
			const created = await mex(query, 'CreateNewsletter', { input }, 'xwa2_newsletter_create');
			list.forget();
			return created ? (readChannel(created) ?? null) : null;
		},

		follow: (channel) => changeList('JoinNewsletter', channel),
		unfollow: (channel) => changeList('LeaveNewsletter', channel),
		delete: (channel) => changeList('DeleteNewsletter', channel),

		async setMuted(channel, muted) {
			const name = muted ? 'MuteNewsletter' : 'UnmuteNewsletter';
			await mex(query, name, { newsletter_id: channel });
		},

		/** Not Baileys' own newsletterUpdate: it says of the settings that there are none, whatever is changed. */
		async change(channel, { name, description, picture, reactions }) {
			const updates = {
				...(name !== undefined && { name }),
				...(description !== undefined && { description }),
				...(picture && { picture: Buffer.from(picture).toString('base64') }),
				...(reactions && { settings: { reaction_codes: { value: REACTIONS[reactions] } } }),
			};
			const variables = { newsletter_id: channel, updates };
			const changed = await mex(query, 'UpdateNewsletter', variables, 'xwa2_newsletter_update');
			list.forget();
			return changed ? (readChannel(changed) ?? null) : null;
		},

		listen: (channel) => askToListen(query, channel),
		posts: (channel, which) => askPosts(query, channel, which),
		inviteAdmin: (channel, user) => detectTimeout(now, () => inviteToChannel(sock, channel, user)),
	};
}

async function channelsOf(query: Query): Promise<ChannelFacts[]> {
	const path = 'xwa2_newsletter_subscribed';
	const found = await mex(query, 'FetchAllNewslettersMetadata', {}, path);
	return ((found ?? []) as Newsletter[])
		.map(readChannel)
		.filter((channel) => channel !== undefined);
}

function toEntry(channel: ChannelFacts): ChatEntry & { isRun: boolean } {
	const { id, name } = channel;
	return { chat: id, type: 'channel', name, phone: null, isRun: isRun(channel) };
}

async function metadata(
	query: Query,
	key: { jid: string } | { invite: string },
): Promise<ChannelFacts> {
	const input = 'jid' in key ? { key: key.jid, type: 'JID' } : { key: key.invite, type: 'INVITE' };
	const found = await mex(
		query,
		'FetchNewsletter',
		{
			fetch_creation_time: true,
			fetch_full_image: true,
			fetch_viewer_metadata: true,
			input,
		},
		'xwa2_newsletter',
	);
	const channel = readChannel(found ?? {});
	if (!channel) throw new Refusal(404);
	return channel;
}

interface AdminInvite {
	/** Seconds since 1970, as text. */
	invite_expiration_time?: string;
}

/** Lets the server note that somebody may become admin; the message that tells them is ours to send. */
export async function inviteToChannel(
	sock: ChannelSocket,
	channel: string,
	user: string,
): Promise<ChannelInvitation> {
	try {
		const found = await metadata(sock.query, keyOf(channel));
		if (!isRun(found)) throw notOurs(found.id);
		const { invite_expiration_time: expires } = (await mex(
			sock.query,
			'CreateNewsletterAdminInvite',
			{ newsletter_id: found.id, user_id: await lidOf(sock, user) },
			'xwa2_newsletter_admin_invite_create',
		)) as AdminInvite;
		return { id: found.id, name: found.name, expiresAt: Number(expires) * 1000 };
	} catch (error) {
		throw error instanceof Refusal ? refused(channel, error.data) : error;
	}
}

function keyOf(given: string): { jid: string } | { invite: string } {
	const jid = channelIdIn(given);
	return jid ? { jid } : { invite: channelCodeIn(given) ?? '' };
}

/** WhatsApp Web names whom it invites by LID (WAWebMexCreateNewsletterAdminInviteJob). */
async function lidOf({ signalRepository }: ChannelSocket, user: string): Promise<string> {
	const lid = await signalRepository.lidMapping.getLIDForPN(user);
	return lid ? withoutDevice(lid) : user;
}

function notOurs(channel: string): EngineError {
	return new EngineError(
		'NOT_ALLOWED',
		`The linked number is not an admin of the channel ${channel}.`,
		'Use a channel that the number owns or is admin of.',
	);
}

function refused(channel: string, code: number): EngineError {
	if (code === 404) {
		return new EngineError(
			'NOT_ALLOWED',
			`There is no channel ${channel} that the linked number can see.`,
			'Check the ID of the channel.',
		);
	}
	if (code === 409) {
		return new EngineError(
			'NOT_ALLOWED',
			'This person is an admin of the channel already.',
			'Nothing needs to be done.',
		);
	}
	if (code === 403) return notOurs(channel);
	return new EngineError(
		'REJECTED',
		`WhatsApp refused the invite to the channel ${channel} (${code}).`,
		'Try it on the phone: WhatsApp says there what is wrong.',
	);
}
