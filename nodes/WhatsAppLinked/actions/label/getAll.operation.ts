import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many labels',
	description:
		'List the labels of WhatsApp Business, with their IDs and colors. Which of them a chat has is told by Chat > Get.',
	command: 'label.getMany',
	fields: { limit: limit('labels') },
});
