import { channel, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const mute = defineOperation({
	name: 'Mute',
	action: 'Mute channel',
	description:
		'Let the posts of a channel come without notifications on the phone. They still start workflows.',
	command: 'channel.setMuted',
	fields: { channel, muted: fixed(true) },
});
