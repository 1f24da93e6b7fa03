import type { Channel, ChannelReactions, ChannelRole } from '../gateway/contract';

/** What WhatsApp tells of a channel. */
export interface ChannelFacts extends Omit<Channel, 'createdAt' | 'inviteLink'> {
	/** Milliseconds since 1970. */
	createdAt: number | null;
	inviteCode: string | null;
}

interface Text {
	text?: string | null;
}
interface Picture {
	direct_path?: string | null;
}

/** As WhatsApp's GraphQL has it (whatsmeow, types/newsletter.go): numbers are text. */
export interface Newsletter {
	id?: string;
	state?: { type?: string } | null;
	thread_metadata?: {
		creation_time?: string;
		name?: Text | null;
		description?: Text | null;
		invite?: string | null;
		subscribers_count?: string;
		verification?: string;
		picture?: Picture | null;
		preview?: Picture | null;
		settings?: { reaction_codes?: { value?: string } | null } | null;
	} | null;
	viewer_metadata?: {
		mute?: string;
		role?: string;
		/** Where newer queries tell whether it is muted (zapo's spec). */
		settings?: Array<{ type?: string; value?: string }> | null;
	} | null;
}

const ROLES: Readonly<Record<string, ChannelRole>> = {
	OWNER: 'owner',
	ADMIN: 'admin',
	SUBSCRIBER: 'subscriber',
	GUEST: 'guest',
};
export const REACTIONS: Readonly<Record<ChannelReactions, string>> = {
	all: 'ALL',
	basic: 'BASIC',
	none: 'NONE',
};
/** WhatsApp tells of channels that are not there any more, too (zapo's spec). */
const GONE: readonly unknown[] = ['DELETED', 'NON_EXISTING'];

/** Undefined where there is no such channel. */
export function readChannel({
	id,
	state,
	thread_metadata: thread,
	viewer_metadata: viewer,
}: Newsletter): ChannelFacts | undefined {
	if (!id || GONE.includes(state?.type)) return undefined;
	const { creation_time: created, subscribers_count: subscribers, settings } = thread ?? {};
	const path = thread?.picture?.direct_path ?? thread?.preview?.direct_path;
	return {
		id,
		name: thread?.name?.text ?? id,
		description: thread?.description?.text || null,
		inviteCode: thread?.invite ?? null,
		createdAt: Number(created ?? 0) * 1000 || null,
		subscribers: subscribers === undefined ? null : Number(subscribers),
		role: ROLES[viewer?.role ?? ''] ?? null,
		muted: mutedBy(viewer),
		reactions: reactionsIn(settings?.reaction_codes?.value),
		verified: thread?.verification === 'VERIFIED',
		state: (state?.type ?? 'ACTIVE').toLowerCase(),
		// Where WhatsApp's profile pictures lie.
		pictureUrl: path ? `https://pps.whatsapp.net${path}` : null,
	};
}

function mutedBy(viewer: Newsletter['viewer_metadata']): boolean | null {
	const setting = viewer?.settings?.find(({ type }) => type === 'MUTE_ADMIN_ACTIVITY')?.value;
	const mute = setting ?? viewer?.mute;
	return mute === undefined ? null : mute === 'ON';
}

export function reactionsIn(value: string | undefined): ChannelReactions | null {
	const found = Object.entries(REACTIONS).find(([, code]) => code === value);
	return found ? (found[0] as ChannelReactions) : null;
}

export function isRun({ role }: Pick<ChannelFacts, 'role'>): boolean {
	return role === 'owner' || role === 'admin';
}
