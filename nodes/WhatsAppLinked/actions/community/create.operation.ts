import { optionalText, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const create = defineOperation({
	name: 'Create',
	action: 'Create community',
	description:
		'Create a new community with the linked number as its admin, and get the ID of its announcement group to write to everybody. Each run creates another community. Add groups to it with Link Groups.',
	command: 'community.create',
	fields: {
		subject: text({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. Neighbors of Elm Street',
			description: 'What the community is called, up to 100 characters',
		}),
	},
	options: {
		description: optionalText({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			description: 'What the community is about, up to 2,048 characters',
		}),
	},
});
