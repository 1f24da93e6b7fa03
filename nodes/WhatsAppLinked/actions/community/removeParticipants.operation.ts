import { community, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from '../group/fields';

export const removeParticipants = defineOperation({
	name: 'Remove Participants',
	action: 'Remove participants from community',
	description:
		'Take people out of a community and of all its groups, and tell of each whether they were removed. The number must be an admin of it.',
	command: 'community.changeParticipants',
	fields: { community, participants: participants('is removed'), change: fixed('remove') },
});
