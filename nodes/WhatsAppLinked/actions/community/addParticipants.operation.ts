import { community } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { inviteFrom, participants } from '../group/fields';

export const addParticipants = defineOperation({
	name: 'Add Participants',
	action: 'Add participants to community',
	description:
		'Add people to a community by its announcement group, and tell of each whether they were added, are in it already or have to be invited. The number must be an admin of it.',
	command: 'community.addParticipants',
	fields: { community, participants: participants('is added') },
	options: { inviteFrom },
});
