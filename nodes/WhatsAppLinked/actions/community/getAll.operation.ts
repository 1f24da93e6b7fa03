import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many communities',
	description:
		'List the communities that the linked number is in, by name. Use it to find the ID of a community, or of its announcement group to write to everybody in it.',
	command: 'community.getMany',
	fields: { limit: limit('communities') },
});
