import { group, people } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const addParticipants = defineOperation({
	name: 'Add Participants',
	action: 'Add participants to group',
	description:
		'Add people to a group that exists, and tell of each whether they were added, are members already or have to be invited',
	command: 'group.addParticipants',
	fields: {
		group: group(),
		participants: people({
			displayName: 'Participants',
			required: true,
			description:
				'Phone numbers of who is added, with commas or line breaks between them. An expression may yield a list.',
		}),
	},
});
