import type { Channel, ReactionCodes } from '../channels';
import type { IqContext } from '../iq/handler';
import { storePicture } from '../picture';
import type { Account, Device } from '../registry';
import { MexError, type MexOperation, type MexOperations, type Variables } from './operation';

/** WhatsApp's terms for who creates a channel (whatsmeow, AcceptTOSNotice). */
const CREATION_TERMS = '20601218';
const MAX_NAME = 100;
const REACTION_CODES: readonly unknown[] = ['ALL', 'BASIC', 'NONE'] satisfies ReactionCodes[];

/** What a channel shows of itself; `viewer_metadata` is what the one who asks is to it. */
const metadata: MexOperation = ({ input }, { account }, { channels }) => {
	const { key, type } = (input ?? {}) as { key?: string; type?: string };
	const channel = type === 'INVITE' ? channels.invitedBy(key) : channels.find(key);
	if (!channel) throw new MexError(404, 'Not Found');
	return { xwa2_newsletter: writeChannel(channel, account) };
};

/** Those that the one who asks runs or follows. How many follow them is not told there (zapo's spec). */
const subscribed: MexOperation = (_, { account }, { channels }) => ({
	xwa2_newsletter_subscribed: channels.of(account).map((channel) => {
		const written = writeChannel(channel, account);
		return {
			...written,
			thread_metadata: { ...written.thread_metadata, subscribers_count: undefined },
		};
	}),
});

/** Nothing is created for who has not accepted the terms (Baileys#2313). */
const create: MexOperation = ({ input }, { account }, { channels, clock }) => {
	const { name, description } = (input ?? {}) as { name?: unknown; description?: unknown };
	if (typeof name !== 'string' || !name || name.length > MAX_NAME) {
		throw new MexError(406, 'Not Acceptable');
	}
	if (!account.acceptedTerms.has(CREATION_TERMS)) return { xwa2_newsletter_create: null };
	const channel = channels.create({
		name,
		description: typeof description === 'string' ? description : '',
		...{ admins: [account], subscribers: [], atSeconds: clock.seconds() },
	});
	return { xwa2_newsletter_create: writeChannel(channel, account) };
};

const follow: MexOperation = ({ newsletter_id: jid }, { account }, { channels }) => {
	const channel = existing(jid, channels.find(String(jid)));
	if (!channel.roles.has(account)) channel.roles.set(account, 'SUBSCRIBER');
	return { xwa2_newsletter_join_v2: brief(channel) };
};

/** Whoever owns a channel cannot leave it. */
const unfollow: MexOperation = ({ newsletter_id: jid }, { account }, { channels }) => {
	const channel = existing(jid, channels.find(String(jid)));
	if (channel.roleOf(account) === 'OWNER') throw new MexError(403, 'Not Authorized');
	channel.roles.delete(account);
	channel.muted.delete(account);
	return { xwa2_newsletter_leave_v2: brief(channel) };
};

const setMuted =
	(on: boolean): MexOperation =>
	({ newsletter_id: jid }, { account }, { channels }) => {
		const channel = existing(jid, channels.find(String(jid)));
		if (!channel.roles.has(account)) throw new MexError(403, 'Not Authorized');
		if (on) channel.muted.add(account);
		else channel.muted.delete(account);
		return { [on ? 'xwa2_newsletter_mute_v2' : 'xwa2_newsletter_unmute_v2']: brief(channel) };
	};

/**
 * What is named is changed. That settings which are null are set back is a guess: rc14 sends them so with every change
 * (lib/Socket/newsletter.js, newsletterUpdate).
 */
const update: MexOperation = (variables, device, context) => {
	const channel = channelForAdmin(variables.newsletter_id, device, context);
	const { name, description, picture, settings } = (variables.updates ?? {}) as Variables;
	if (typeof name === 'string') {
		if (!name || name.length > MAX_NAME) throw new MexError(406, 'Not Acceptable');
		channel.name = name;
	}
	if (typeof description === 'string') channel.description = description;
	if (typeof picture === 'string') {
		const jpeg = Buffer.from(picture, 'base64');
		if (jpeg.readUInt16BE() !== 0xffd8) throw new MexError(406, 'Not Acceptable');
		channel.picturePath = storePicture(context.media, jpeg).path;
	}
	if (settings !== undefined) channel.reactionCodes = reactionCodesIn(settings);
	const { viewer_metadata: _, ...written } = writeChannel(channel, device.account);
	return { xwa2_newsletter_update: written };
};

function reactionCodesIn(settings: unknown): ReactionCodes {
	if (settings === null) return 'ALL';
	const { value } =
		(settings as { reaction_codes?: { value?: ReactionCodes } }).reaction_codes ?? {};
	if (value && REACTION_CODES.includes(value)) return value;
	throw new MexError(400, 'Bad Request');
}

const remove: MexOperation = (variables, device, context) => {
	const channel = channelForOwner(variables.newsletter_id, device, context);
	channel.isDeleted = true;
	return { xwa2_newsletter_delete_v2: brief(channel) };
};

const inviteAdmin: MexOperation = (variables, device, context) => {
	const channel = channelForAdmin(variables.newsletter_id, device, context);
	const account = accountIn(variables, context);
	if (channel.isAdmin(account)) throw new MexError(409, 'Conflict');
	const { expiresAtSeconds } = channel.invite(account, context.clock.seconds());
	return {
		xwa2_newsletter_admin_invite_create: {
			id: channel.jid,
			invite_expiration_time: String(expiresAtSeconds),
		},
	};
};

const revokeInvite: MexOperation = (variables, device, context) => {
	const channel = channelForAdmin(variables.newsletter_id, device, context);
	if (!channel.openInvites.delete(accountIn(variables, context))) {
		throw new MexError(404, 'Not Found');
	}
	return { xwa2_newsletter_admin_invite_revoke: { id: channel.jid } };
};

const acceptInvite: MexOperation = ({ newsletter_id: jid }, { account }, { channels, clock }) => {
	const channel = existing(jid, channels.find(String(jid)));
	if (!channel.acceptInvite(account, clock.seconds())) throw new MexError(404, 'Not Found');
	return { xwa2_newsletter_admin_invite_accept: { id: channel.jid } };
};

/** The owner takes the role from others, an admin from themselves. */
const demote: MexOperation = (variables, device, context) => {
	const channel = channelForAdmin(variables.newsletter_id, device, context);
	const account = accountIn(variables, context);
	const isOwner = channel.roleOf(device.account) === 'OWNER';
	if (channel.roleOf(account) !== 'ADMIN') throw new MexError(404, 'Not Found');
	if (!isOwner && account !== device.account) throw new MexError(403, 'Not Authorized');
	channel.roles.set(account, 'SUBSCRIBER');
	return { xwa2_newsletter_admin_demote: { id: channel.jid } };
};

const changeOwner: MexOperation = (variables, device, context) => {
	const channel = channelForOwner(variables.newsletter_id, device, context);
	const account = accountIn(variables, context);
	if (channel.roleOf(account) !== 'ADMIN') throw new MexError(403, 'Not Authorized');
	channel.passOn(device.account, account);
	return { xwa2_newsletter_change_owner: { id: channel.jid } };
};

function existing(jid: unknown, channel: Channel | undefined): Channel {
	if (typeof jid !== 'string') throw new MexError(400, 'Bad Request');
	if (!channel || channel.isDeleted) throw new MexError(404, 'Not Found');
	return channel;
}

function channelForAdmin(jid: unknown, { account }: Device, { channels }: IqContext): Channel {
	const channel = existing(jid, channels.find(String(jid)));
	if (!channel.isAdmin(account)) throw new MexError(403, 'Not Authorized');
	return channel;
}

function channelForOwner(jid: unknown, device: Device, context: IqContext): Channel {
	const channel = channelForAdmin(jid, device, context);
	if (channel.roleOf(device.account) !== 'OWNER') throw new MexError(403, 'Not Authorized');
	return channel;
}

function accountIn({ user_id: user }: Variables, { registry }: IqContext): Account {
	const account = registry.accountOf(typeof user === 'string' ? user : undefined);
	if (!account) throw new MexError(404, 'Not Found');
	return account;
}

const stateOf = ({ isDeleted }: Channel) => ({ type: isDeleted ? 'DELETED' : 'ACTIVE' });

function brief(channel: Channel): Record<string, unknown> {
	return { id: channel.jid, state: stateOf(channel) };
}

/** In the shape of WhatsApp's own answers, as whatsmeow's types have it; rc14 hands it on unread. */
export function writeChannel(channel: Channel, viewer: Account) {
	const { atSeconds } = channel.birth;
	const text = (content: string) => ({
		id: String(atSeconds),
		text: content,
		update_time: String(atSeconds * 1_000_000),
	});
	const followers = [...channel.roles.values()].filter((role) => role === 'SUBSCRIBER').length;
	const { picturePath } = channel;
	return {
		id: channel.jid,
		state: stateOf(channel),
		thread_metadata: {
			creation_time: String(atSeconds),
			name: text(channel.name),
			description: text(channel.description),
			invite: channel.inviteCode,
			subscribers_count: String(followers),
			verification: 'UNVERIFIED',
			picture: picturePath ? { id: '1', type: 'IMAGE', direct_path: picturePath } : null,
			preview: null,
			settings: { reaction_codes: { value: channel.reactionCodes } },
		},
		viewer_metadata: {
			mute: channel.muted.has(viewer) ? 'ON' : 'OFF',
			role: channel.roleOf(viewer),
		},
	};
}

/** Channels, which WhatsApp calls newsletters inside. The IDs are rc14's where it has them, others as noted. */
export const channelOperations: MexOperations = {
	// The second is the one that clients use by now (zapo's spec).
	'6563316087068696': metadata,
	'27456920720571478': metadata,
	// whatsmeow's (newsletter.go, querySubscribedNewsletters).
	'6388546374527196': subscribed,
	'8823471724422422': create,
	'24404358912487870': follow,
	'9767147403369991': unfollow,
	'29766401636284406': setMuted(true),
	'9864994326891137': setMuted(false),
	'24250201037901610': update,
	'30062808666639665': remove,
	'6551828931592903': demote,
	'7341777602580933': changeOwner,
	// From zapo's spec.
	'9387141988078609': inviteAdmin,
	'9656078347839416': revokeInvite,
	'9580828702035549': acceptInvite,
};
