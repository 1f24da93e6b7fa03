import { fixed, group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from './fields';

export const promote = defineOperation({
	name: 'Promote',
	action: 'Promote participants to admins of group',
	description: 'Make members of a group its admins. The number must be an admin of it.',
	command: 'group.changeParticipants',
	fields: {
		group: group(),
		participants: participants('becomes an admin'),
		change: fixed('promote'),
	},
});
