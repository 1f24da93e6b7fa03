import { fixed, group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { participants } from './fields';

export const approveJoinRequests = defineOperation({
	name: 'Approve Join Requests',
	action: 'Approve join requests of group',
	description:
		'Let people into a group who ask to join it, as Get Join Requests lists them. The number must be an admin of it.',
	command: 'group.answerRequests',
	fields: {
		group: group(),
		participants: participants('is let in'),
		answer: fixed('approve'),
	},
});
