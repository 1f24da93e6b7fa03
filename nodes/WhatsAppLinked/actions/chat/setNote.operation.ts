import { text } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const setNote = defineOperation({
	name: 'Set Note',
	action: 'Set note of chat',
	description:
		'Write a note of WhatsApp Business about a chat, instead of the one that it has. Nobody but you sees it; Get puts it out.',
	command: 'chat.setNote',
	fields: {
		chat,
		note: text({
			displayName: 'Note',
			typeOptions: { rows: 3 },
			placeholder: 'e.g. Wants to be called in the morning',
			description: 'The note, up to 4,096 characters. Leave it empty to take the present one away.',
		}),
	},
	output: ({ id, note }) => ({ chat: id, note }),
});
