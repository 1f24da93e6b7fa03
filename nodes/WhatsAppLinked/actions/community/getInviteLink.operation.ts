import { community } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getInviteLink = defineOperation({
	name: 'Get Invite Link',
	action: 'Get invite link of community',
	description:
		'Get the link by which people join a community. In most communities only admins may see it.',
	command: 'community.getInviteLink',
	fields: { community },
});
