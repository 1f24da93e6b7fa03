import { optionalText, people, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { inviteFrom } from './fields';

export const create = defineOperation({
	name: 'Create',
	action: 'Create group',
	description:
		'Create a new group with the linked number as its admin. Each run creates another group: use Add Participants for one that exists.',
	command: 'group.create',
	fields: {
		subject: text({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. Weekend trips',
			description: 'What the group is called, up to 100 characters',
		}),
		participants: people({
			displayName: 'Participants',
			required: true,
			description:
				'Phone numbers of who is added, with commas or line breaks between them. An expression may yield a list. The linked number is in the group anyway.',
		}),
	},
	options: {
		inviteFrom,
		description: optionalText({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			description: 'What the group is about, up to 2,048 characters',
		}),
	},
});
