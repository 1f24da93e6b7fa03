import { disappearing, named } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setDefaultDisappearingTime = defineOperation({
	name: 'Set Default Disappearing Time',
	action: 'Set default disappearing time of messages',
	description:
		'Let the messages of chats that begin from now on disappear after a time, or turn that off. Chats that are there already stay as they are: use Chat > Set Disappearing Messages for them.',
	command: 'privacy.setDefaultDisappearing',
	fields: {
		seconds: named('duration', disappearing('After what time messages of new chats disappear')),
	},
	output: ({ seconds }) => ({ defaultDisappearingSeconds: seconds }),
});
