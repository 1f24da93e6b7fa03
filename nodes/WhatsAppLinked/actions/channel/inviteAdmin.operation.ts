import { ownChannel } from '../../../shared/fields';
import { defineSend } from '../message/define-send';
import { optionalMessageText } from '../message/fields';
import { queueOptions } from '../message/send-options';
import { person } from './fields';

export const inviteAdmin = defineSend({
	name: 'Invite Admin',
	action: 'Invite admin of channel',
	description:
		'Invite a person to become admin of a channel that the linked number runs. The invite is a message to that person, which waits in the queue like all messages.',
	type: 'channelInvite',
	to: person('Who is invited'),
	fields: {
		channel: ownChannel,
		text: optionalMessageText('e.g. Would you help us with our channel?'),
	},
	sendOptions: queueOptions,
});
