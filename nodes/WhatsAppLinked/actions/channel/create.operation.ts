import { optionalText } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { name } from './fields';
import { simpleChannel } from './simple';

export const create = defineOperation({
	name: 'Create',
	action: 'Create channel',
	description:
		"Create a new channel that the linked number owns. Each run creates another one. It accepts WhatsApp's terms for channels, as the phone does at the first channel.",
	command: 'channel.create',
	fields: { name },
	options: {
		description: optionalText({
			displayName: 'Description',
			typeOptions: { rows: 3 },
			description: 'What the channel is about, up to 2,048 characters',
		}),
	},
	simplify: simpleChannel,
});
