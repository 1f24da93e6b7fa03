import { list, mapped, named, together } from '../../../shared/fields';
import { defineOperation } from '../define-operation';
import { chatOf, known } from './target';

const messageIds = list({
	displayName: 'Message IDs',
	required: true,
	placeholder: 'e.g. {{ $json.messageId }}',
	description:
		'One message ID, or several with commas between them, as WhatsApp Linked Trigger put them out. An expression may yield a list.',
});

export const markAsRead = defineOperation({
	name: 'Mark as Read',
	action: 'Mark messages as read',
	description:
		'Show whoever sent them that messages were read (two blue ticks), unless read receipts are turned off on the phone',
	command: 'message.markRead',
	fields: {
		chat: named('to', chatOf('the messages are')),
		targets: mapped(together({ messageIds }, known), ({ messageIds: ids, ...what }) =>
			ids.map((messageId) => ({ messageId, ...what })),
		),
	},
});
