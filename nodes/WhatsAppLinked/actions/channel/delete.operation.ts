import { ownChannel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const deleteChannel = defineOperation({
	name: 'Delete',
	action: 'Delete channel',
	description:
		'Delete a channel that the linked number owns, with all its posts, for everybody who follows it. It cannot be undone.',
	command: 'channel.delete',
	fields: { channel: ownChannel },
});
