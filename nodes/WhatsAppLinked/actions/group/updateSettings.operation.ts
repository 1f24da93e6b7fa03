import { group, optionalToggle, type Field } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

function right(displayName: string, description: string): Field<boolean | undefined> {
	return optionalToggle({ displayName, default: true, description });
}

export const updateSettings = defineOperation({
	name: 'Update Settings',
	action: 'Update settings of group',
	description:
		'Change who may do what in a group: write, change its name, add people, share its invite link. Only what is added under Options changes. The number must be an admin of it.',
	command: 'group.updateSettings',
	fields: { group: group() },
	options: {
		announce: right(
			'Only Admins Can Send Messages',
			'Whether only admins may write in the group. Off lets everybody in it write.',
		),
		restrict: right(
			'Only Admins Can Edit Group Info',
			'Whether only admins may change the name, description, picture and disappearing messages. Off lets everybody in it do so.',
		),
		adminsAdd: right(
			'Only Admins Can Add Participants',
			'Whether only admins may add people. Off lets everybody in it add some.',
		),
		adminsInvite: right(
			'Only Admins Can Share Invite Link',
			'Whether only admins may see and share the invite link. Off lets everybody in it share it.',
		),
		joinApproval: right(
			'Require Approval to Join',
			'Whether an admin must approve those who come by the invite link. Off lets them in at once.',
		),
	},
});
