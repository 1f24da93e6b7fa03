import { locator, ownChannel } from '../../../shared/fields';
import { recipientProperty } from '../../../shared/recipient';
import { defineSend } from './define-send';
import { optionalMessageText } from './fields';

export const sendChannelInvite = defineSend({
	name: 'Send Channel Invite',
	action: 'Send channel admin invite',
	description: 'Ask a person to become admin of a channel of yours',
	type: 'channelInvite',
	to: locator({
		...recipientProperty,
		description: 'The person to invite: a phone number with country code',
	}),
	fields: {
		channel: ownChannel,
		text: optionalMessageText('e.g. Would you help us with our channel?'),
	},
});
