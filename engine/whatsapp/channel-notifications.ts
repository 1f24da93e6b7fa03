import { getBinaryNodeChild, type BinaryNode } from '@whiskeysockets/baileys';
import { channelIdIn, withoutDevice } from '../content/jid';
import type { ChannelChange } from '../gateway/contract';
import { reactionsIn, type Newsletter } from './channel-facts';
import { readPosts, type PostFacts } from './channel-history';
import { toldBy } from './contact-notifications';
import type { MemberAddress } from './group-facts';

interface Told {
	/** The stanza's. */
	id: string;
	at: number;
}

/** Something about a channel. */
export type ChannelNotice = Told & { channel: string; by: MemberAddress | null } & (
		| { type: 'channelAdmin'; change: 'promoted' | 'demoted'; admin: MemberAddress }
		| { type: 'channelChange'; change: ChannelChange }
		| ({ type: 'postReactions' } & Pick<
				PostFacts,
				'messageId' | 'serverId' | 'views' | 'reactions'
		  >)
	);

interface User {
	id?: string;
	pn?: string;
}
interface AdminUpdate {
	id?: string;
	/** Who it is; that it may stand under the one name or the other is a guess. */
	admin?: User;
	user?: User;
	actor?: User;
}

/**
 * What updates of WhatsApp's GraphQL say of channels. The names are those of WhatsApp's own apps (whatsmeow, argo/), the shapes of the
 * last three whatsmeow's (types/events); what stands in the others is a guess by the names of their parts.
 */
export interface ChannelUpdate {
	xwa2_notify_newsletter_admin_promote?: AdminUpdate;
	xwa2_notify_newsletter_admin_demote?: AdminUpdate;
	xwa2_notify_newsletter_on_metadata_update?: Newsletter;
	xwa2_notify_newsletter_owner_on_metadata_update?: Newsletter;
	xwa2_notify_newsletter_on_state_change?: Newsletter;
	xwa2_notify_newsletter_on_join?: { id?: string };
	xwa2_notify_newsletter_on_leave?: { id?: string };
	xwa2_notify_newsletter_on_mute_change?: { id?: string; mute?: string };
}

/** `<notification type="newsletter" from id t><live_updates><messages><message id server_id><reactions/>...` (whatsmeow). */
export function parseLiveUpdates(node: BinaryNode, _me: unknown, now: number): ChannelNotice[] {
	const told = toldBy(node, now);
	const channel = channelIdIn(node.attrs.from ?? '');
	const messages = getBinaryNodeChild(getBinaryNodeChild(node, 'live_updates'), 'messages');
	if (!told || !channel) return [];
	return readPosts(messages).map(({ messageId, serverId, views, reactions }) => ({
		...{ ...told, type: 'postReactions', channel, by: null },
		...{ messageId, serverId, views, reactions },
	}));
}

export function readChannelUpdate(update: ChannelUpdate, told: Told): ChannelNotice[] {
	const changed = (channel: string | undefined, changes: ChannelChange[]): ChannelNotice[] =>
		channel
			? changes.map((change) => ({ ...told, type: 'channelChange', channel, by: null, change }))
			: [];
	const {
		xwa2_notify_newsletter_admin_promote: promoted,
		xwa2_notify_newsletter_admin_demote: demoted,
		xwa2_notify_newsletter_on_state_change: state,
		xwa2_notify_newsletter_on_join: joined,
		xwa2_notify_newsletter_on_leave: left,
		xwa2_notify_newsletter_on_mute_change: muted,
	} = update;
	const metadata =
		update.xwa2_notify_newsletter_on_metadata_update ??
		update.xwa2_notify_newsletter_owner_on_metadata_update;
	return [
		...adminChange('promoted', promoted, told),
		...adminChange('demoted', demoted, told),
		...changed(metadata?.id, metadata ? changesIn(metadata) : []),
		...changed(state?.id, state?.state?.type ? [stateOf(state.state.type)] : []),
		...changed(joined?.id, [{ change: 'following', following: true }]),
		...changed(left?.id, [{ change: 'following', following: false }]),
		...changed(muted?.id, [{ change: 'muted', muted: muted?.mute === 'ON' }]),
	];
}

function adminChange(
	change: 'promoted' | 'demoted',
	update: AdminUpdate | undefined,
	told: Told,
): ChannelNotice[] {
	const admin = addressOf(update?.admin ?? update?.user);
	if (!update?.id || !admin) return [];
	const { id: channel } = update;
	return [{ ...told, type: 'channelAdmin', channel, by: addressOf(update.actor), change, admin }];
}

function addressOf(user: User | undefined): MemberAddress | null {
	return user?.id ? { jid: withoutDevice(user.id), alt: user.pn } : null;
}

const stateOf = (type: string): ChannelChange => ({ change: 'state', state: type.toLowerCase() });

/** What is named has changed. */
function changesIn({ thread_metadata: thread }: Newsletter): ChannelChange[] {
	const { name, description, picture, settings } = thread ?? {};
	const reactions = reactionsIn(settings?.reaction_codes?.value);
	return [
		...(name?.text ? [{ change: 'name' as const, name: name.text }] : []),
		...(description
			? [{ change: 'description' as const, description: description.text || null }]
			: []),
		...(picture === undefined
			? []
			: [{ change: 'picture' as const, picture: pictureOf(picture?.direct_path) }]),
		...(reactions ? [{ change: 'settings' as const, reactions }] : []),
	];
}

const pictureOf = (path: string | null | undefined) =>
	path ? ('set' as const) : ('removed' as const);
