import { defineOperation } from '../define-operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get privacy settings',
	description:
		'See who may see the last seen, picture, about and online of the linked number, who may write to it, call it and add it to groups, and whether it sends read receipts. Null is what the account does not have.',
	command: 'privacy.get',
	fields: {},
});
