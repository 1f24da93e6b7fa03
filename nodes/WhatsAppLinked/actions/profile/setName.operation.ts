import { text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setName = defineOperation({
	name: 'Set Name',
	action: 'Set profile name',
	description: 'Change the name that others see who have not saved the linked number',
	command: 'profile.setName',
	fields: {
		name: text({
			displayName: 'Name',
			required: true,
			placeholder: 'e.g. Flowers by Ana',
			description: 'What the linked number is called, up to 25 characters',
		}),
	},
});
