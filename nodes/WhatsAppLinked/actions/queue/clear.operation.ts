import { defineOperation } from '../define-operation';
import { oneCampaign } from './fields';

export const clear = defineOperation({
	name: 'Clear',
	action: 'Clear queue',
	description:
		'Empty the queue: no message that waits now is sent, nor any that waits for its time; or take the messages of one campaign out of it',
	command: 'queue.clear',
	fields: {},
	options: { campaign: oneCampaign('Take out no more than') },
	output: ({ deleted }) => ({ deleted: true, count: deleted }),
});
