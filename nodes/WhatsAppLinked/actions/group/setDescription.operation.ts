import { group, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setDescription = defineOperation({
	name: 'Set Description',
	action: 'Set description of group',
	description: 'Change the text that says what a group is about, or remove it',
	command: 'group.setDescription',
	fields: {
		group: group(),
		description: text({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			description:
				'What the group is about, up to 2,048 characters. Leave it empty to remove the description.',
		}),
	},
});
