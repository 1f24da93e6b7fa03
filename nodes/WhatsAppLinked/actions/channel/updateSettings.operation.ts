import { choice, ownChannel } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const updateSettings = defineOperation({
	name: 'Update Settings',
	action: 'Update settings of channel',
	description: 'Change which emoji followers may put on the posts of a channel',
	command: 'channel.updateSettings',
	fields: {
		channel: ownChannel,
		reactions: choice({
			displayName: 'Reactions',
			options: [
				{ name: 'All Emoji', value: 'all', description: 'Followers may react with any emoji' },
				{
					name: 'Basic Emoji',
					value: 'basic',
					description: "Followers may react with WhatsApp's few basic emoji",
				},
				{ name: 'None', value: 'none', description: 'Nobody may react' },
			],
			default: 'all',
			description: 'With which emoji followers may react to posts',
		}),
	},
});
