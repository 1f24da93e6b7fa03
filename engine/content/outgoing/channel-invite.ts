import type { ChannelInviteContent } from '../../gateway/contract';
import { channelCodeIn } from '../invite-link';
import { channelIdIn, chatType } from '../jid';
import { checkLength, invalid, MAX_DESCRIPTION } from './checks';
import { firstLine } from './first-line';
import type { ChannelInvitation, Kind } from './kind';

export const channelInvite: Kind<ChannelInviteContent, ChannelInvitation> = {
	check({ channel, text }, { chat, isMe }) {
		if (!channelIdIn(channel) && !channelCodeIn(channel)) {
			throw invalid(
				channel
					? `"${channel.slice(0, 60)}" is neither the ID nor the invite link of a channel.`
					: 'The ID of the channel is empty.',
				'Use the ID of a channel of yours, which ends with @newsletter, or its link.',
			);
		}
		if (chatType(chat) !== 'direct') {
			throw invalid(
				'Only a person can be invited to become admin of a channel.',
				"Use the person's phone number.",
			);
		}
		if (isMe(chat)) {
			throw invalid(
				'The linked number cannot invite itself to become admin of a channel.',
				'Use the phone number of somebody else.',
			);
		}
		checkLength('The text', text, MAX_DESCRIPTION);
	},
	summary: ({ channel }) => firstLine(`Channel admin invite: ${channel}`),
	lookUp: async ({ channel }, whatsApp, chat) => await whatsApp.inviteToChannel(channel, chat),
	build: ({ text }, { found: { id, name, expiresAt } }) => ({
		newsletterAdminInviteMessage: {
			newsletterJid: id,
			newsletterName: name,
			...(text && { caption: text }),
			inviteExpiration: Math.floor(expiresAt / 1000),
		},
	}),
};
