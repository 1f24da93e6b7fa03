import { limit } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleGroup } from './simple';

export const getAll = defineOperation({
	name: 'Get Many',
	action: 'Get many groups',
	description:
		'List the groups that the linked number is in, by name. Use it to find the ID of a group.',
	command: 'group.getMany',
	fields: { limit: limit('groups') },
	simplify: simpleGroup,
});
