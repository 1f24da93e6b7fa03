import { group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleGroup } from './simple';

export const get = defineOperation({
	name: 'Get',
	action: 'Get group',
	description:
		'Get the name, description and size of a group, and unless simplified its participants and settings. Use it to find out who is in a group.',
	command: 'group.get',
	fields: { group: group() },
	simplify: simpleGroup,
});
