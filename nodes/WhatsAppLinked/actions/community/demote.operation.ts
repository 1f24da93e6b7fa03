import { community, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from '../group/fields';

export const demote = defineOperation({
	name: 'Demote',
	action: 'Demote admins of community to members',
	description:
		'Make admins of a community plain members again, without removing them. The number must be an admin of it.',
	command: 'community.changeParticipants',
	fields: {
		community,
		participants: participants('is no admin any more'),
		change: fixed('demote'),
	},
});
