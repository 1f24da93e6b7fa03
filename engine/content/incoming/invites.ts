import type { proto } from '@whiskeysockets/baileys';
import { innermost } from '../wrappers';
import type { Read } from './reader';
import { amount, timeOf, words } from './values';

export function groupInvite(body: proto.Message.IGroupInviteMessage): Read {
	return {
		type: 'groupInvite',
		text: words(body.caption),
		groupInvite: {
			chat: body.groupJid ?? '',
			name: words(body.groupName),
			code: words(body.inviteCode),
			expiresAt: timeOf(body.inviteExpiration),
		},
	};
}

/** What it takes to join by it. */
export interface GroupInvite {
	id: string;
	subject: string | null;
	code: string;
	expiresAtSeconds: number;
}

/** The invite to a group in a message, if it is one. */
export function groupInviteIn(message: proto.IMessage): GroupInvite | undefined {
	const { groupJid, groupName, inviteCode, inviteExpiration } =
		innermost(message).groupInviteMessage ?? {};
	if (!groupJid || !inviteCode) return undefined;
	return {
		id: groupJid,
		subject: words(groupName),
		code: inviteCode,
		expiresAtSeconds: amount(inviteExpiration) ?? 0,
	};
}

export function channelAdminInvite(body: proto.Message.INewsletterAdminInviteMessage): Read {
	return channelInvite(body, 'admin', timeOf(body.inviteExpiration));
}

export function channelFollowerInvite(body: proto.Message.INewsletterFollowerInviteMessage): Read {
	return channelInvite(body, 'follower', null);
}

function channelInvite(
	body: proto.Message.INewsletterFollowerInviteMessage,
	role: 'admin' | 'follower',
	expiresAt: string | null,
): Read {
	return {
		type: 'channelInvite',
		text: words(body.caption),
		channelInvite: {
			channel: body.newsletterJid ?? '',
			name: words(body.newsletterName),
			role,
			expiresAt,
		},
	};
}
