import { channel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const acceptInvite = defineOperation({
	name: 'Accept Invite',
	action: 'Accept admin invite of channel',
	description:
		'Make the linked number an admin of a channel that has invited it. WhatsApp Linked Trigger puts out such an invite as a message of the type channelInvite, with the ID of the channel.',
	command: 'channel.acceptInvite',
	fields: { channel },
});
