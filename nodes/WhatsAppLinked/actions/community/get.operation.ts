import { community } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const get = defineOperation({
	name: 'Get',
	action: 'Get community',
	description:
		'Get the name, description, groups and participants of a community. Use it to find out which groups belong to a community.',
	command: 'community.get',
	fields: { community },
});
