import { ownChannel, text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const setDescription = defineOperation({
	name: 'Set Description',
	action: 'Set description of channel',
	description: 'Change the text that says what a channel is about, or remove it',
	command: 'channel.setDescription',
	fields: {
		channel: ownChannel,
		description: text({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			description:
				'What the channel is about, up to 2,048 characters. Leave it empty to remove the description.',
		}),
	},
});
