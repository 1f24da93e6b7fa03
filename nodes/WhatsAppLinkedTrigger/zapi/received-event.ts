import type {
	ChannelPostedEvent,
	IncomingMessageEvent,
	MessageEditedEvent,
	PollVoteEvent,
	ReactionEvent,
	SentFromPhoneEvent,
	StatusPostedEvent,
} from '../../../engine/gateway/contract';

/** The events that are a message with content, which Z-API tells in one kind of body. */
export type ReceivedEvent =
	| IncomingMessageEvent
	| ReactionEvent
	| PollVoteEvent
	| SentFromPhoneEvent
	| StatusPostedEvent
	| ChannelPostedEvent
	| MessageEditedEvent;
