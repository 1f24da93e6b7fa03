import { mapped, number, toggle } from '../../../shared/fields';
import { numberBetween } from '../../../shared/numbers';
import { defineOperation } from '../define-operation';
import { chat } from './fields';

const MOST = 500;

export const getMessages = defineOperation({
	name: 'Get Messages',
	action: 'Get messages of chat',
	description:
		"Read the latest messages of a chat, newest first, in the fields of WhatsApp Linked Trigger. n8n remembers what came and went in the time of the credential's Keep Content For; the phone has all before that.",
	command: 'chat.getMessages',
	fields: {
		chat,
		limit: mapped(
			number({
				displayName: 'Limit',
				typeOptions: { minValue: 1, maxValue: MOST },
				default: 50,
				description: 'Max number of results to return',
			}),
			(given) => numberBetween('Limit', given, { unit: 'messages', min: 1, max: MOST }),
		),
	},
	options: {
		fromPhone: toggle({
			displayName: 'Ask Phone',
			default: true,
			description:
				'Whether to ask the phone for older messages where n8n remembers fewer. The phone must be on and online, and takes a few seconds.',
		}),
	},
});
