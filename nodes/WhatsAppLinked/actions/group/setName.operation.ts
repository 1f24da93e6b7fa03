import { group, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setName = defineOperation({
	name: 'Set Name',
	action: 'Set name of group',
	description: 'Change what a group is called, for all its members',
	command: 'group.setSubject',
	fields: {
		group: group(),
		subject: text({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. Weekend trips',
			description: 'What the group is called from now on, up to 100 characters',
		}),
	},
});
