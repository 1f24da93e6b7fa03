import { fixed, group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from './fields';

export const rejectJoinRequests = defineOperation({
	name: 'Reject Join Requests',
	action: 'Reject join requests of group',
	description:
		'Turn down people who ask to join a group, as Get Join Requests lists them. The number must be an admin of it.',
	command: 'group.answerRequests',
	fields: {
		group: group(),
		participants: participants('is not let in'),
		answer: fixed('reject'),
	},
});
