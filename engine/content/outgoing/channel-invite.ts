import type { ChannelInviteContent } from '../../gateway/contract';
import { chatType } from '../jid';
import { checkLength, invalid, MAX_DESCRIPTION } from './checks';
import { firstLine } from './first-line';
import type { ChannelInvitation, Kind } from './kind';

const CHANNEL_ID = /^\d{5,25}@newsletter$/;

export const channelInvite: Kind<ChannelInviteContent, ChannelInvitation> = {
	check({ channel, text }, { chat }) {
		if (!CHANNEL_ID.test(channel)) {
			throw invalid(
				channel
					? `"${channel.slice(0, 60)}" is not the ID of a channel.`
					: 'The ID of the channel is empty.',
				'Use the ID of a channel of yours. It ends with @newsletter.',
			);
		}
		if (chatType(chat) !== 'direct') {
			throw invalid(
				'Only a person can be invited to become admin of a channel.',
				"Use the person's phone number.",
			);
		}
		checkLength('The text', text, MAX_DESCRIPTION);
	},
	summary: ({ channel }) => firstLine(`Channel admin invite: ${channel}`),
	lookUp: async ({ channel }, whatsApp, chat) => await whatsApp.inviteToChannel(channel, chat),
	build: ({ channel, text }, { found: { name, expiresAt } }) => ({
		newsletterAdminInviteMessage: {
			newsletterJid: channel,
			newsletterName: name,
			...(text && { caption: text }),
			inviteExpiration: Math.floor(expiresAt / 1000),
		},
	}),
};
