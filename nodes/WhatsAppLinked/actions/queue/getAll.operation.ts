import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { oneCampaign } from './fields';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many queued messages',
	description:
		'List the messages that wait to be sent, the next one first; those with a time to come last',
	command: 'queue.getMany',
	fields: { limit: limit('messages') },
	options: { campaign: oneCampaign('List no more than') },
});
