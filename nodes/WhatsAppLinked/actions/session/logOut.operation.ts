import { defineOperation } from '../define-operation';

export const logOut = defineOperation({
	name: 'Log Out',
	action: 'Log out number',
	description:
		'Unlink the number from n8n, as if removed under Linked devices on the phone. It must be linked again before it can send.',
	command: 'session.logOut',
	fields: {},
});
