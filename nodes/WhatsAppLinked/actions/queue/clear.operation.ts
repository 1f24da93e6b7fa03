import { defineOperation } from '../define-operation';

export const clear = defineOperation({
	name: 'Clear',
	action: 'Clear queue',
	description:
		'Empty the queue: no message that waits now is sent, nor any that waits for its time',
	command: 'queue.clear',
	fields: {},
	output: ({ deleted }) => ({ deleted: true, count: deleted }),
});
