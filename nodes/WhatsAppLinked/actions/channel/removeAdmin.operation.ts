import { ownChannel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { person } from './fields';

export const removeAdmin = defineOperation({
	name: 'Remove Admin',
	action: 'Remove admin of channel',
	description:
		'Make an admin of a channel a follower again. Only the owner may do it; with its own number, the linked number gives up its own role as an admin.',
	command: 'channel.removeAdmin',
	fields: { channel: ownChannel, person: person('The admin') },
});
