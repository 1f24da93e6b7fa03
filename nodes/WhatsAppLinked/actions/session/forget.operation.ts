import { defineOperation } from '../define-operation';

export const forget = defineOperation({
	name: 'Forget',
	action: 'Log out number and delete its data',
	description:
		'Unlink the number from n8n and delete everything that is stored of it: keys, waiting messages, statuses, names and files. This cannot be undone.',
	command: 'session.forget',
	fields: {},
	output: (status) => ({ deleted: true, ...status }),
});
