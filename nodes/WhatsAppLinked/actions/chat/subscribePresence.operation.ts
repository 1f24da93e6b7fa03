import { defineOperation } from '../define-operation';
import { chat } from './fields';

export const subscribePresence = defineOperation({
	name: 'Subscribe to Presence',
	action: 'Subscribe to presence',
	description:
		'Have the event Presence of WhatsApp Linked Trigger tell for a day when a person comes online, goes, types or records, as far as their privacy settings let others see it. In that time the number counts as online, and its phone may show no notifications.',
	command: 'chat.subscribePresence',
	fields: { chat },
	output: ({ chat: id }) => ({ chat: id, subscribed: true }),
});
