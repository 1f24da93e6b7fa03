import { group } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const resetInviteLink = defineOperation({
	name: 'Reset Invite Link',
	action: 'Reset invite link of group',
	description:
		'Replace the invite link of a group: nobody can join by the old one any more. The number must be an admin of it.',
	command: 'group.resetInviteLink',
	fields: { group: group() },
});
