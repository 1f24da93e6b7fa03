import type { WASocket } from '@whiskeysockets/baileys';
import { withoutDevice } from '../content/jid';
import type { ChannelInvitation } from '../content/outgoing/index';
import { EngineError, type ChatEntry } from '../gateway/contract';
import { mex, MexRefusal } from './mex';
import { createNameList } from './name-list';
import { detectTimeout } from './query-errors';

/** Numbers of queries: the first is Baileys' own (lib/Types/Mex.js), the others are WhatsApp Web's (whatsmeow, newsletter.go). */
const METADATA = '6563316087068696';
const CREATE_ADMIN_INVITE = '9387141988078609';
const SUBSCRIBED = '6388546374527196';

interface Metadata {
	id?: string;
	thread_metadata?: { name?: { text?: string } };
	viewer_metadata?: { role?: string };
}

interface AdminInvite {
	/** Seconds since 1970, as text. */
	invite_expiration_time?: string;
}

export type ChannelSocket = Pick<WASocket, 'query' | 'signalRepository'>;

export interface Channels {
	/** The channels that the number owns or is admin of, to choose from: asked once a minute at most. */
	names(): Promise<ChatEntry[]>;
	/** Lets somebody become admin of a channel of ours. Error: NOT_ALLOWED. */
	inviteAdmin(channel: string, user: string): Promise<ChannelInvitation>;
}

export function createChannels(sock: ChannelSocket, now: () => number): Channels {
	return {
		names: createNameList(async () => await ownChannels(sock), now).get,
		inviteAdmin: (channel, user) => detectTimeout(now, () => inviteToChannel(sock, channel, user)),
	};
}

async function ownChannels({ query }: ChannelSocket): Promise<ChatEntry[]> {
	const found = (await mex(query, SUBSCRIBED, {}, 'xwa2_newsletter_subscribed')) as Metadata[];
	return found.flatMap(({ id, thread_metadata: thread, viewer_metadata: viewer }) =>
		id && isAdmin(viewer)
			? [{ chat: id, type: 'channel', name: thread?.name?.text ?? id, phone: null }]
			: [],
	);
}

function isAdmin(viewer: Metadata['viewer_metadata']): boolean {
	return viewer?.role === 'OWNER' || viewer?.role === 'ADMIN';
}

/** Lets the server note that somebody may become admin; the message that tells them is ours to send. */
export async function inviteToChannel(
	sock: ChannelSocket,
	channel: string,
	user: string,
): Promise<ChannelInvitation> {
	try {
		const { thread_metadata: thread, viewer_metadata: viewer } = (await mex(
			sock.query,
			METADATA,
			{
				fetch_creation_time: true,
				fetch_full_image: false,
				fetch_viewer_metadata: true,
				input: { key: channel, type: 'JID' },
			},
			'xwa2_newsletter',
		)) as Metadata;
		if (!isAdmin(viewer)) throw notOurs(channel);
		const { invite_expiration_time: expires } = (await mex(
			sock.query,
			CREATE_ADMIN_INVITE,
			{ newsletter_id: channel, user_id: await lidOf(sock, user) },
			'xwa2_newsletter_admin_invite_create',
		)) as AdminInvite;
		return { name: thread?.name?.text ?? '', expiresAt: Number(expires) * 1000 };
	} catch (error) {
		throw error instanceof MexRefusal ? refused(channel, error) : error;
	}
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

function refused(channel: string, { code }: MexRefusal): EngineError {
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
