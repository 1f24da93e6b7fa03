import { choice, itemAt, named, shownWhere } from '../../../shared/fields';
import { defineOperation, optionsProperties } from '../define-operation';
import type { Operation } from '../operation';
import { defineAction } from './define-send';
import { asDeletion } from './deletion';
import { messageId } from './fields';
import { queueOptions } from './send-options';
import { chat, known, target } from './target';

const option: Operation['option'] = {
	name: 'Delete',
	action: 'Delete message',
	description: 'Delete a message from a chat, for everyone or only for you. It cannot be undone.',
};
const WHICH = 'The ID of the message to delete';
const which = messageId(WHICH);

const forEveryone = defineAction({ ...option, type: 'delete', messageId: WHICH, fields: {} });

const forMe = defineOperation({
	...option,
	command: 'message.deleteForMe',
	fields: { chat: named('to', chat), target: target(WHICH) },
	output: ({ messageIds: [id], chat: from }) => ({ deleted: true, messageId: id, chat: from }),
});

const deleteFor = choice({
	displayName: 'Delete For',
	options: [
		{
			name: 'Everyone',
			value: 'everyone',
			description:
				'Your own messages, for about two days after they were sent. As admin of a group also those of others.',
		},
		{
			name: 'Me',
			value: 'me',
			description: 'Any message. It goes from your devices only, the others keep it.',
		},
	],
	default: 'everyone',
	description: 'Who is not to see the message any more',
});

export const deleteMessage: Operation = {
	option,
	description: [
		...chat.properties('to'),
		...which.properties('messageId'),
		...deleteFor.properties('deleteFor'),
		...shownWhere({ deleteFor: ['everyone'] }, optionsProperties({ ...known, ...queueOptions })),
		...shownWhere({ deleteFor: ['me'] }, optionsProperties({ ...known })),
	],
	async execute(call) {
		return deleteFor.read(itemAt(call), 'deleteFor') === 'everyone'
			? asDeletion(which.read(itemAt(call), 'messageId'), await forEveryone.execute(call))
			: await forMe.execute(call);
	},
};
