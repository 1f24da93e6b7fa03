import { group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const leave = defineOperation({
	name: 'Leave',
	action: 'Leave group',
	description:
		'Take the linked number out of a group. It gets no messages of the group any more, and comes back by an invite only.',
	command: 'group.leave',
	fields: { group: group() },
});
