import { text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setAbout = defineOperation({
	name: 'Set About',
	action: 'Set profile about',
	description: 'Change what the linked number says of itself. It stays until it is changed again.',
	command: 'profile.setAbout',
	fields: {
		about: text({
			displayName: 'About',
			placeholder: 'e.g. We answer from 9 to 18',
			description: 'The text, up to 139 characters. Leave it empty to take the present one away.',
		}),
	},
});
