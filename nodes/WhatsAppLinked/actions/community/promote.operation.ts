import { community, fixed } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from '../group/fields';

export const promote = defineOperation({
	name: 'Promote',
	action: 'Promote participants to admins of community',
	description: 'Make members of a community its admins. The number must be an admin of it.',
	command: 'community.changeParticipants',
	fields: { community, participants: participants('becomes an admin'), change: fixed('promote') },
});
