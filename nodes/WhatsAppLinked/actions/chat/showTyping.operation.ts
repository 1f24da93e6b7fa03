import { choice } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const showTyping = defineOperation({
	name: 'Show Typing',
	action: 'Show typing in chat',
	description:
		'Show "typing…" or "recording audio…" in a chat, as while an answer is being made, or stop it. WhatsApp shows it for some ten seconds. To type before a message use its option Typing.',
	command: 'chat.showActivity',
	fields: {
		chat,
		activity: choice({
			displayName: 'Show',
			options: [
				{ name: 'Recording', value: 'recording', description: 'Show "recording audio…"' },
				{ name: 'Stop', value: 'stopped', description: 'Show neither any longer' },
				{ name: 'Typing', value: 'typing', description: 'Show "typing…"' },
			],
			default: 'typing',
			description: 'What the others in the chat see',
		}),
	},
	output: ({ chat: id }, { activity }) => ({ chat: id, activity }),
});
