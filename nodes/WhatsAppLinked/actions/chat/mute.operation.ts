import { choice, mapped, shownWith, time, together } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const mute = defineOperation({
	name: 'Mute',
	action: 'Mute chat',
	description:
		'Let a chat come without notifications on all your devices, for a time or for always',
	command: 'chat.mute',
	fields: {
		chat,
		time: mapped(
			together({
				muteFor: choice({
					displayName: 'For',
					options: [
						{ name: '1 Week', value: '1week' },
						{ name: '8 Hours', value: '8hours' },
						{ name: 'Always', value: 'always' },
						{ name: 'Until a Time', value: 'until' },
					],
					default: '8hours',
					description: 'How long the chat is muted',
				}),
				muteUntil: shownWith(
					{ muteFor: ['until'] },
					time({
						displayName: 'Until',
						required: true,
						description:
							"When the chat notifies again. Without a time zone it is the workflow's. A time that is over is refused.",
					}),
				),
			}),
			({ muteFor, muteUntil }) => (muteFor === 'until' ? { until: muteUntil } : muteFor),
		),
	},
	output: ({ id, muted, mutedUntil }) => ({ chat: id, muted, mutedUntil }),
});
