import { group, limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getJoinRequests = defineOperation({
	name: 'Get Join Requests',
	action: 'Get join requests of group',
	description:
		'List the people who ask to join a group and wait for an admin, one item for each. The number must be an admin of it.',
	command: 'group.requests',
	fields: { group: group(), limit: limit('requests') },
});
