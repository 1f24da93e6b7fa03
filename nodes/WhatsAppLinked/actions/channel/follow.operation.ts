import { channel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const follow = defineOperation({
	name: 'Follow',
	action: 'Follow channel',
	description:
		'Follow a channel, so that its posts come in. A channel is found by Search, or named by its invite link.',
	command: 'channel.follow',
	fields: { channel },
});
