import type {
	IncomingMessageEvent,
	MessageDeletedEvent,
	MessageEditedEvent,
	MessageWaitingEvent,
	PollVoteEvent,
	ReactionEvent,
	SentFromPhoneEvent,
} from '../../../engine/gateway/contract';
import { deletedCallback, receivedCallback, waitingCallback } from '../zapi/received';
import type { ReceivedEvent } from '../zapi/received-event';
import { ANA, ANAS, BOBS, inChat, message, written } from './samples';
import {
	OF_CHATS,
	OF_CONVERSATIONS,
	OF_MESSAGES,
	type Besides,
	type TriggerEvent,
} from './trigger-event';

const received = (event: ReceivedEvent, { fileError }: Besides) =>
	receivedCallback(event, fileError);

export const incoming: TriggerEvent<IncomingMessageEvent> = {
	name: 'Incoming Message',
	description: 'Someone wrote or sent a file to the number',
	filters: [...OF_MESSAGES, 'albums', 'answers', 'collect'],
	zapi: received,
	sample: { event: 'message.incoming', ...inChat(message()) },
};

/** Reactions and votes are chosen as events, so that Message Types does not apply to them. */
export const reaction: TriggerEvent<ReactionEvent> = {
	name: 'Reaction',
	description: 'Someone put an emoji on a message, or took it away',
	filters: [...OF_CONVERSATIONS, 'answers'],
	zapi: received,
	sample: {
		event: 'message.reaction',
		...inChat(message()),
		type: 'reaction',
		text: '👍',
		reaction: {
			emoji: '👍',
			target: { messageId: '3EB0C0FFEE0000000001', fromMe: true, from: ANAS },
		},
		reference: null,
	},
};

export const pollVote: TriggerEvent<PollVoteEvent> = {
	name: 'Poll Vote',
	description: 'Someone voted in a poll, changed a vote or took it back',
	filters: [...OF_CONVERSATIONS, 'answers'],
	zapi: received,
	sample: {
		event: 'message.pollVote',
		...inChat(message()),
		type: 'pollVote',
		text: null,
		pollVote: {
			pollMessageId: '3EB0C0FFEE0000000001',
			question: 'When shall we come?',
			options: ['Evening'],
			problem: null,
		},
		reference: null,
	},
};

export const sentFromPhone: TriggerEvent<SentFromPhoneEvent> = {
	name: 'Message Sent From Phone',
	description:
		'The number itself wrote, reacted or voted, on its phone or on another linked device',
	filters: [...OF_CHATS, 'messageTypes', 'texts'],
	zapi: received,
	sample: { event: 'message.sentFromPhone', ...inChat(message()), from: ANA, fromMe: true },
};

export const edited: TriggerEvent<MessageEditedEvent> = {
	name: 'Message Edited',
	description: 'Someone, or the phone of the number, changed a message',
	filters: [...OF_MESSAGES, 'fromMe'],
	zapi: received,
	sample: {
		event: 'message.edited',
		...inChat(message()),
		text: 'Do you deliver on Mondays?',
		editId: '3EB0C0FFEE0000000002',
	},
};

export const deleted: TriggerEvent<MessageDeletedEvent> = {
	name: 'Message Deleted',
	description: 'Someone, or the phone of the number, deleted a message for everyone',
	filters: [...OF_CONVERSATIONS, 'fromMe'],
	zapi: deletedCallback,
	sample: {
		event: 'message.deleted',
		...inChat(written('deleted')),
		author: { fromMe: false, from: BOBS },
	},
};

export const waiting: TriggerEvent<MessageWaitingEvent> = {
	name: 'Message Waiting',
	description:
		'Someone wrote what cannot be opened yet: WhatsApp shows "Waiting for this message". It comes later, if it can be opened then.',
	filters: OF_CONVERSATIONS,
	zapi: waitingCallback,
	sample: { event: 'message.waiting', ...inChat(written('waiting')) },
};
