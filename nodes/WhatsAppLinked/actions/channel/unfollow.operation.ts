import { channel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const unfollow = defineOperation({
	name: 'Unfollow',
	action: 'Unfollow channel',
	description: 'Stop following a channel: its posts do not come in any more',
	command: 'channel.unfollow',
	fields: { channel },
});
