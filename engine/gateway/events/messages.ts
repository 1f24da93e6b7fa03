import type { ErrorShape } from '../errors';
import type { MessageBody, MessagePointer, Person, PersonAddress } from '../incoming';
import type { GroupProgress, MessageStatus } from '../messages';
import type { Conversation } from './conversations';
import type { EventChat, EventEnvelope } from './envelope';

export interface MessageStatusEvent extends EventEnvelope {
	event: 'message.sent' | 'message.received' | 'message.read' | 'message.played' | 'message.failed';
	chat: EventChat;
	messageId: string;
	status: MessageStatus;
	error?: ErrorShape;
	/** In groups: whose status this is, and how far the others have come. */
	participant?: PersonAddress;
	progress?: GroupProgress;
}

/** The number has read a message of somebody else, on its phone or another linked device. */
export interface ReadByMeEvent extends EventEnvelope {
	event: 'message.readByMe';
	chat: EventChat;
	messageId: string;
	/** In Z-API's words. */
	status: 'READ_BY_ME';
}

/** What all events of a message have that somebody wrote. */
interface WrittenEvent extends EventEnvelope {
	chat: EventChat;
	messageId: string;
	from: Person;
	/** Whether the linked number wrote it. */
	fromMe: boolean;
	/** Whether its author sent it to a broadcast list. */
	broadcast: boolean;
	/** Those whom the number's own phone has sent it to by such a list. */
	broadcastRecipients?: PersonAddress[];
	/** Of chats with people and of groups. */
	conversation?: Conversation;
}

/**
 * Somebody wrote what cannot be opened yet: phones show "Waiting for this message". It is asked for again, and comes as an event
 * of its own, under the same ID, if it can be opened then. Told once for a message.
 */
export interface MessageWaitingEvent extends WrittenEvent {
	event: 'message.waiting';
}

/** What somebody wrote, with all that it says. */
interface ContentEvent extends WrittenEvent, MessageBody {
	/**
	 * The message itself, sealed: whatever is done to it later (answer, forward, vote, download its file) can be done by
	 * this when the engine has forgotten what it said. Null for reactions, votes and the like, and for huge messages.
	 */
	reference: string | null;
	/** WhatsApp's own message as JSON, without its secret keys; for subscriptions that ask for it. */
	raw?: object;
	/**
	 * An execution waited for this answer: it goes on with it (`taken`), or it was stopped meanwhile, and nobody else has got it
	 * so far (`left`).
	 */
	answer?: 'taken' | 'left';
}

/** Somebody wrote to the number. */
export interface IncomingMessageEvent extends ContentEvent {
	event: 'message.incoming';
	/**
	 * All that was collected, in order, where a subscription asks for that (`EventFilter.collect`): `text` is the words of them
	 * all, one below the other, and all else is of the last one.
	 */
	messages?: IncomingMessageEvent[];
}

/** The same of a status alone: told beside `message.incoming`, for those who ask for statuses and nothing else. */
export interface StatusPostedEvent extends ContentEvent {
	event: 'status.posted';
}

/** The same of a post in a channel alone: told beside `message.incoming`, too. */
export interface ChannelPostedEvent extends ContentEvent {
	event: 'channel.posted';
}

/** Somebody reacted, or voted. Nobody means to answer these when he answers messages. */
export interface ReactionEvent extends ContentEvent {
	event: 'message.reaction';
}
export interface PollVoteEvent extends ContentEvent {
	event: 'message.pollVote';
}

/** The number itself wrote, on the phone or another linked device. */
export interface SentFromPhoneEvent extends ContentEvent {
	event: 'message.sentFromPhone';
}

/** A message was changed: `messageId` is the one that it had from the beginning, the rest is how it reads now. */
export interface MessageEditedEvent extends ContentEvent {
	event: 'message.edited';
	/** The ID of the change itself. */
	editId: string;
}

/** A message was deleted for everyone. `from` is who did it: the author or, in a group, an admin. */
export interface MessageDeletedEvent extends WrittenEvent {
	event: 'message.deleted';
	/** Who wrote the message. */
	author: Pick<MessagePointer, 'fromMe' | 'from'>;
	/**
	 * Somebody deleted another member's message in a group, and WhatsApp did not tell whether they are an admin. What is kept
	 * of the message stays then.
	 */
	unconfirmed?: true;
}
