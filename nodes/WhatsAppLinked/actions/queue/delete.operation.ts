import { defineOperation } from '../define-operation';
import { messageId } from './fields';

export const deleteQueued = defineOperation({
	name: 'Delete',
	action: 'Delete queued message',
	description: 'Take one message out of the queue, so that it is not sent',
	command: 'queue.delete',
	fields: { messageId },
	output: ({ status, chat, queuedAt }, { messageId: id }) => ({
		deleted: true,
		messageId: id,
		status,
		chat,
		queuedAt,
	}),
});
