import { defineOperation } from '../define-operation';

export const getDevice = defineOperation({
	name: 'Get Device',
	action: 'Get device of number',
	description:
		'Tell which kind of phone the number is on, whether that has WhatsApp or WhatsApp Business, and by which name it lists n8n among its linked devices',
	command: 'session.device',
	fields: {},
});
