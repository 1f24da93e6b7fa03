import { community, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setDescription = defineOperation({
	name: 'Set Description',
	action: 'Set description of community',
	description: 'Change the text that says what a community is about, or remove it',
	command: 'community.setDescription',
	fields: {
		community,
		description: text({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			description:
				'What the community is about, up to 2,048 characters. Leave it empty to remove the description.',
		}),
	},
});
