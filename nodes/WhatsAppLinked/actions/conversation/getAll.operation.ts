import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getAll = defineOperation({
	name: 'Get Many Paused',
	action: 'Get many paused conversations',
	description:
		'List the chats in which workflows with Step Aside do not start, with why and until when, those that were paused first at the top. Use it to see where people wait for a person.',
	command: 'conversation.getPaused',
	fields: { limit: limit('conversations') },
});
