import { disappearing, group, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setDisappearingMessages = defineOperation({
	name: 'Set Disappearing Messages',
	action: 'Set disappearing messages of group',
	description: 'Let the messages of a group disappear after a time, or turn that off',
	command: 'group.setDisappearing',
	fields: {
		group: group(),
		seconds: named('duration', disappearing('After what time new messages of the group disappear')),
	},
});
