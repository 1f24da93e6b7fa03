import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { messageId } from '../message/fields';

export const getViewers = defineOperation({
	name: 'Get Viewers',
	action: 'Get viewers of status',
	description:
		'List who has opened a status that was posted with this node, one item for each, the first one first. Who has switched read receipts off is not among them.',
	command: 'status.viewers',
	fields: { messageId: messageId('The ID of the status'), limit: limit('viewers') },
});
