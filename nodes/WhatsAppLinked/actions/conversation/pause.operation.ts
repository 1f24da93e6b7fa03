import { choice, mapped, number, shownWith, together } from '../../../shared/fields';
import { chat } from '../chat/fields';
import { defineOperation } from '../define-operation';

export const pause = defineOperation({
	name: 'Pause',
	action: 'Pause conversation',
	description:
		'Keep what comes in a chat from starting workflows with Step Aside, for a time or until it is resumed, also before anything was written there. Use it when a person is to take over.',
	command: 'conversation.pause',
	fields: {
		chat,
		minutes: mapped(
			together({
				pauseFor: choice({
					displayName: 'For',
					options: [
						{ name: 'A Time', value: 'minutes' },
						{ name: 'Until Resumed', value: 'resumed' },
					],
					default: 'resumed',
					description:
						'How long the chat is paused. It takes the place of an earlier pause; what somebody writes there by hand may make it longer, and never shorter.',
				}),
				pauseMinutes: shownWith(
					{ pauseFor: ['minutes'] },
					number({
						displayName: 'Minutes',
						typeOptions: { minValue: 1 },
						default: 60,
						description: 'After how many minutes the chat is resumed by itself',
					}),
				),
			}),
			({ pauseFor, pauseMinutes }) => (pauseFor === 'minutes' ? pauseMinutes : null),
		),
	},
});
