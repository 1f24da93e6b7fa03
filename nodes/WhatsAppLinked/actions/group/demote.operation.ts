import { fixed, group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from './fields';

export const demote = defineOperation({
	name: 'Demote',
	action: 'Demote admins of group to members',
	description:
		'Make admins of a group plain members again, without removing them. The number must be an admin of it.',
	command: 'group.changeParticipants',
	fields: {
		group: group(),
		participants: participants('is no admin any more'),
		change: fixed('demote'),
	},
});
