import { group, optionalToggle } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { simpleGroup } from './simple';

export const get = defineOperation({
	name: 'Get',
	action: 'Get group',
	description:
		'Get the name, description and size of a group, and unless simplified its participants and settings. Use it to find out who is in a group.',
	command: 'group.get',
	fields: { group: group() },
	options: {
		withInviteLink: optionalToggle({
			displayName: 'Include Invite Link',
			default: true,
			description:
				'Whether to get the invite link as well. In most groups only admins may see it: then it is empty, and the output says why.',
		}),
	},
	simplify: simpleGroup,
});
