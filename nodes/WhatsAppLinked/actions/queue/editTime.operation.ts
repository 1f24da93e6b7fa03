import { time } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { messageId } from './fields';

export const editTime = defineOperation({
	name: 'Edit Time',
	action: 'Edit time of queued message',
	description:
		'Set another time for a message that still waits in the queue, or have it leave now. Use it to put off or bring forward what was sent with Send At.',
	command: 'queue.editTime',
	fields: {
		messageId,
		sendAt: time({
			displayName: 'Send At',
			required: true,
			description:
				"When the message is to leave, at most a year from now. Without a time zone it is in the workflow's. A time that has passed is now.",
		}),
	},
	output: ({ messageId: id, status, chat, queuedAt, sendAt }) => ({
		messageId: id,
		status,
		chat,
		queuedAt,
		sendAt,
	}),
});
