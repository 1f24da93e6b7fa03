import { trimmedText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const deleteQueued = defineOperation({
	name: 'Delete',
	action: 'Delete queued message',
	description: 'Take one message out of the queue, so that it is not sent',
	command: 'queue.delete',
	fields: {
		messageId: trimmedText({
			displayName: 'Message ID',
			required: true,
			placeholder: 'e.g. 3EB0A1B2C3D4E5F6A7B8C9',
			description: 'The ID that the sending operation or Queue > Get Many put out',
		}),
	},
	output: ({ status, chat, queuedAt }, { messageId }) => ({
		deleted: true,
		messageId,
		status,
		chat,
		queuedAt,
	}),
});
