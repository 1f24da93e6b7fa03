import { community } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const resetInviteLink = defineOperation({
	name: 'Reset Invite Link',
	action: 'Reset invite link of community',
	description:
		'Replace the invite link of a community: nobody can join by the old one any more. The number must be an admin of it.',
	command: 'community.resetInviteLink',
	fields: { community },
});
