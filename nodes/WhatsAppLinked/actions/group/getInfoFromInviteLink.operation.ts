import { defineOperation } from '../define-operation';
import { inviteLink } from './fields';
import { simpleGroup } from './simple';

export const getInfoFromInviteLink = defineOperation({
	name: 'Get Info From Invite Link',
	action: 'Get group info from invite link',
	description:
		'Get the name, description and size of the group that an invite link leads to, without joining it',
	command: 'group.getInvited',
	fields: { invite: inviteLink },
	simplify: simpleGroup,
});
