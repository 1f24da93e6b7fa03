import { channel, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const unmute = defineOperation({
	name: 'Unmute',
	action: 'Unmute channel',
	description: 'Let the posts of a channel notify on the phone again',
	command: 'channel.setMuted',
	fields: { channel, muted: fixed(false) },
});
