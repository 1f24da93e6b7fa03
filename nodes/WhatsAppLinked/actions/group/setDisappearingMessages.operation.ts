import { field, group, named } from '../../../shared/fields';
import { asNumber } from '../../../shared/parameters';
import { defineOperation } from '../define-operation';

const duration = field(
	{
		displayName: 'Duration',
		type: 'options',
		// From short to long.
		options: [
			{ name: 'Off', value: 0 },
			{ name: '24 Hours', value: 86_400 },
			{ name: '7 Days', value: 604_800 },
			{ name: '90 Days', value: 7_776_000 },
		],
		default: 604_800,
		description: 'After what time new messages of the group disappear',
	},
	asNumber,
);

export const setDisappearingMessages = defineOperation({
	name: 'Set Disappearing Messages',
	action: 'Set disappearing messages of group',
	description: 'Let the messages of a group disappear after a time, or turn that off',
	command: 'group.setDisappearing',
	fields: { group: group(), seconds: named('duration', duration) },
});
