import { fixed, group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from './fields';

export const removeParticipants = defineOperation({
	name: 'Remove Participants',
	action: 'Remove participants from group',
	description:
		'Take people out of a group, and tell of each whether they were removed. The number must be an admin of it.',
	command: 'group.changeParticipants',
	fields: {
		group: group(),
		participants: participants('is removed'),
		change: fixed('remove'),
	},
});
