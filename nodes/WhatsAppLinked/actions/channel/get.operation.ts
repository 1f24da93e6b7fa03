import { channel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleChannel } from './simple';

export const get = defineOperation({
	name: 'Get',
	action: 'Get channel',
	description:
		'Get what a channel shows of itself: name, description, invite link, how many follow it, and what the linked number is to it. Use it also to find the ID of a channel by its invite link.',
	command: 'channel.get',
	fields: { channel },
	simplify: simpleChannel,
});
