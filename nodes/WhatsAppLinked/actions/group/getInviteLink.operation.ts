import { group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const getInviteLink = defineOperation({
	name: 'Get Invite Link',
	action: 'Get invite link of group',
	description: 'Get the link by which people join a group. In most groups only admins may see it.',
	command: 'group.getInviteLink',
	fields: { group: group() },
});
