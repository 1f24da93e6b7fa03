import { choice, mapped, time } from '../../../shared/fields';
import { defineOperation } from '../define-operation';

export const createLink = defineOperation({
	name: 'Create Link',
	action: 'Create call link',
	description:
		'Get a link by which people join a WhatsApp call, to send it or to put it into a calendar. Nobody is called by it.',
	command: 'call.createLink',
	fields: {
		media: choice(
			{
				displayName: 'Type',
				options: [
					{ name: 'Video', value: 'video' },
					{ name: 'Voice', value: 'voice' },
				],
				default: 'video',
				description: 'Whether people see each other in the call, or speak only',
			},
			{ audio: 'voice' },
		),
	},
	options: {
		startsAt: mapped(
			time({
				displayName: 'Start',
				description:
					"When the call is to begin, for a call that is planned. Without a time zone it is the workflow's.",
			}),
			(start) => start || undefined,
		),
	},
});
