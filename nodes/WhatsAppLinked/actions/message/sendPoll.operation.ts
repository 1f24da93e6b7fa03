import { defineSend } from './define-send';
import { pollFields } from './poll';

export const sendPoll = defineSend({
	name: 'Send Poll',
	action: 'Send poll',
	description:
		'Ask a question with 2 to 12 answers to choose from, in any chat. Every WhatsApp shows polls, unlike buttons and lists.',
	type: 'poll',
	fields: pollFields,
});
