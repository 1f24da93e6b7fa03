import type { proto } from '@whiskeysockets/baileys';
import type { Read } from './reader';
import { timeOf, words } from './values';

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
