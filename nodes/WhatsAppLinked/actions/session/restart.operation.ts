import { defineOperation } from '../define-operation';

export const restart = defineOperation({
	name: 'Restart',
	action: 'Restart number',
	description:
		'Close all that n8n has open for the number and start it again from what is stored, when Reconnect was not enough. Nothing is lost, and the number stays linked.',
	command: 'session.restart',
	fields: {},
});
