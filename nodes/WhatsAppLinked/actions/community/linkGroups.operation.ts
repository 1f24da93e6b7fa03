import { community, groups } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const linkGroups = defineOperation({
	name: 'Link Groups',
	action: 'Link groups to community',
	description:
		'Make groups that exist part of a community, and tell of each whether it was linked and why not. Their members join the community. The linked number must be an admin of these groups.',
	command: 'community.linkGroups',
	fields: {
		community,
		groups: groups({
			displayName: 'Groups',
			required: true,
			description:
				'IDs or names of the groups to link, with commas or line breaks between them. An expression may yield a list.',
		}),
	},
});
