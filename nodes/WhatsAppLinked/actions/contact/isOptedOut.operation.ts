import { contact } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const isOptedOut = defineOperation({
	name: 'Is Opted Out',
	action: 'Check whether contact wants messages',
	description: 'Find out whether a person wants no messages of the linked number, and since when',
	command: 'contact.isOptedOut',
	fields: { contact: contact() },
});
