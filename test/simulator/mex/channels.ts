import type { Channel } from '../channels';
import type { IqContext } from '../iq/handler';
import type { Account, Device } from '../registry';
import { MexError, type MexOperation, type MexOperations } from './operation';

/** What a channel shows of itself; `viewer_metadata` is what the one who asks is to it. */
const metadata: MexOperation = ({ input }, { account }, { channels }) => {
	const { key, type } = (input ?? {}) as { key?: string; type?: string };
	const channel = type === 'INVITE' ? channels.invitedBy(key) : channels.find(key);
	if (!channel) throw new MexError(404, 'Not Found');
	return { xwa2_newsletter: writeChannel(channel, account) };
};

/** Those that the one who asks runs or follows. */
const subscribed: MexOperation = (_, { account }, { channels }) => ({
	xwa2_newsletter_subscribed: channels.of(account).map((channel) => writeChannel(channel, account)),
});

const inviteAdmin: MexOperation = (variables, device, context) => {
	const channel = channelForAdmin(variables.newsletter_id, device, context);
	const { user_id: user } = variables;
	const account = context.registry.accountOf(typeof user === 'string' ? user : undefined);
	if (!account) throw new MexError(404, 'Not Found');
	if (channel.isAdmin(account)) throw new MexError(409, 'Conflict');
	const { expiresAtSeconds } = channel.invite(account, context.clock.seconds());
	return {
		xwa2_newsletter_admin_invite_create: {
			id: channel.jid,
			invite_expiration_time: String(expiresAtSeconds),
		},
	};
};

function channelForAdmin(jid: unknown, { account }: Device, { channels }: IqContext): Channel {
	const channel = channels.find(typeof jid === 'string' ? jid : undefined);
	if (!channel) throw new MexError(404, 'Not Found');
	if (!channel.isAdmin(account)) throw new MexError(403, 'Not Authorized');
	return channel;
}

/** In the shape of WhatsApp's own answers, as whatsmeow's types have it; rc14 hands it on unread. */
function writeChannel(channel: Channel, viewer: Account): Record<string, unknown> {
	const { name, description, atSeconds } = channel.birth;
	const text = (content: string) => ({
		id: String(atSeconds),
		text: content,
		update_time: String(atSeconds * 1_000_000),
	});
	const followers = [...channel.roles.values()].filter((role) => role === 'SUBSCRIBER').length;
	return {
		id: channel.jid,
		state: { type: 'ACTIVE' },
		thread_metadata: {
			creation_time: String(atSeconds),
			name: text(name),
			description: text(description),
			invite: channel.inviteCode,
			subscribers_count: String(followers),
			verification: 'UNVERIFIED',
			picture: null,
			preview: null,
			settings: { reaction_codes: { value: 'ALL' } },
		},
		viewer_metadata: { mute: 'OFF', role: channel.roleOf(viewer) },
	};
}

/** Channels, which WhatsApp calls newsletters inside. */
export const channelOperations: MexOperations = {
	// rc14's METADATA, and the one clients use by now (zapo's spec).
	'6563316087068696': metadata,
	'27456920720571478': metadata,
	// The one of whatsmeow (newsletter.go, querySubscribedNewsletters); rc14 has no such operation.
	'6388546374527196': subscribed,
	// CreateNewsletterAdminInvite, from the same spec; rc14 has no such operation.
	'9387141988078609': inviteAdmin,
};
