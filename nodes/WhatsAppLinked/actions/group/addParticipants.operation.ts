import { group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { inviteFrom, participants } from './fields';

export const addParticipants = defineOperation({
	name: 'Add Participants',
	action: 'Add participants to group',
	description:
		'Add people to a group that exists, and tell of each whether they were added, are members already or have to be invited',
	command: 'group.addParticipants',
	fields: {
		group: group(),
		participants: participants('is added'),
	},
	options: { inviteFrom },
});
