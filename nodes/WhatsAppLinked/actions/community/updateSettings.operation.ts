import { choice, community, mapped } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const updateSettings = defineOperation({
	name: 'Update Settings',
	action: 'Update settings of community',
	description:
		'Set who may add groups to a community. The linked number must be an admin of the community.',
	command: 'community.updateSettings',
	fields: {
		community,
		membersAddGroups: mapped(
			choice({
				displayName: 'Who Can Add Groups',
				options: [
					{ name: 'Admins', value: 'admins', description: 'Only admins of the community' },
					{ name: 'Everyone', value: 'all', description: 'Everybody in the community' },
				],
				default: 'admins',
				description: 'Who may add new or existing groups to the community',
			}),
			(who) => who === 'all',
		),
	},
});
