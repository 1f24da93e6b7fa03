import { community, groups } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const unlinkGroups = defineOperation({
	name: 'Unlink Groups',
	action: 'Unlink groups from community',
	description:
		'Take groups out of a community, and tell of each whether it was unlinked and why not. The groups go on by themselves. The linked number must be an admin of the community.',
	command: 'community.unlinkGroups',
	fields: {
		community,
		groups: groups({
			displayName: 'Groups',
			required: true,
			description:
				'IDs or names of the groups to unlink, with commas or line breaks between them. An expression may yield a list.',
		}),
	},
});
