import { contact } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get contact',
	description:
		'Get what is known of a person: names, about, picture, and whether they are a business or blocked',
	command: 'contact.get',
	fields: { contact: contact() },
});
