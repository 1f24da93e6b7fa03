import type { IncomingType } from '../incoming';
import type { CallOutcomeEvent, CallReceivedEvent } from './calls';
import type { ChannelAdminChangedEvent, ChannelChangedEvent, PostReactionsEvent } from './channels';
import type { ChatChangedEvent, ChatStartedEvent } from './chats';
import type { ConversationPausedEvent, ConversationResumedEvent, StepAside } from './conversations';
import type { EventChat, EventEnvelope } from './envelope';
import type {
	CommunityGroupsChangedEvent,
	GroupChangedEvent,
	GroupJoinedEvent,
	GroupJoinRequestEvent,
	GroupParticipantsChangedEvent,
} from './groups';
import type { ChatLabelledEvent, LabelChangedEvent } from './labels';
import type {
	ChannelPostedEvent,
	IncomingMessageEvent,
	MessageDeletedEvent,
	MessageEditedEvent,
	MessageStatusEvent,
	MessageWaitingEvent,
	PollVoteEvent,
	ReactionEvent,
	ReadByMeEvent,
	SentFromPhoneEvent,
	StatusPostedEvent,
} from './messages';
import type {
	BlocklistChangedEvent,
	BusinessChangedEvent,
	ContactChangedEvent,
	PresenceChangedEvent,
	ProfileChangedEvent,
} from './people';
import type {
	LimitReachedEvent,
	RestrictedEvent,
	RestrictionLiftedEvent,
	SessionEvent,
} from './session';
import type { StatusViewedEvent } from './status-updates';

export type * from './calls';
export type * from './channels';
export type * from './chats';
export type * from './conversations';
export type * from './envelope';
export type * from './groups';
export type * from './labels';
export type * from './messages';
export type * from './people';
export type * from './session';
export type * from './status-updates';

/** What happens, and how to be told of it. */
export const EVENT_TYPES = [
	'message.sent',
	'message.received',
	'message.read',
	'message.played',
	'message.failed',
	'message.readByMe',
	'message.incoming',
	'message.reaction',
	'message.pollVote',
	'message.sentFromPhone',
	'message.edited',
	'message.deleted',
	'message.waiting',
	'status.posted',
	'status.viewed',
	'channel.posted',
	'channel.adminChanged',
	'channel.changed',
	'channel.postReactions',
	'group.participantsChanged',
	'group.joined',
	'group.joinRequest',
	'group.changed',
	'community.groupsChanged',
	'contact.changed',
	'contact.businessChanged',
	'presence.changed',
	'blocklist.changed',
	'profile.changed',
	'call.received',
	'call.missed',
	'call.rejected',
	'call.answeredElsewhere',
	'call.ended',
	'chat.started',
	'chat.changed',
	'chat.labelled',
	'conversation.paused',
	'conversation.resumed',
	'label.changed',
	'session.connected',
	'session.disconnected',
	'session.loggedOut',
	'session.restricted',
	'session.restrictionLifted',
	'session.limitReached',
	'event.dropped',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

/** n8n refused events of a trigger again and again: they were put aside, so that what was behind them goes on. */
export interface EventDroppedEvent extends EventEnvelope {
	event: 'event.dropped';
	dropped: {
		/** The first of the events, and how many there were. */
		event: EventType;
		eventId: string;
		count: number;
		messageId: string | null;
		chatId: string | null;
		/** The `durableId` of the subscription: workflow and node. */
		subscription: string;
	};
	/** What happened, in words. */
	reason: string;
}

export type EngineEvent =
	| MessageStatusEvent
	| IncomingMessageEvent
	| ReadByMeEvent
	| ReactionEvent
	| PollVoteEvent
	| SentFromPhoneEvent
	| MessageEditedEvent
	| MessageDeletedEvent
	| MessageWaitingEvent
	| StatusPostedEvent
	| StatusViewedEvent
	| ChannelPostedEvent
	| ChannelAdminChangedEvent
	| ChannelChangedEvent
	| PostReactionsEvent
	| GroupParticipantsChangedEvent
	| GroupJoinedEvent
	| GroupJoinRequestEvent
	| GroupChangedEvent
	| CommunityGroupsChangedEvent
	| ContactChangedEvent
	| BusinessChangedEvent
	| PresenceChangedEvent
	| BlocklistChangedEvent
	| ProfileChangedEvent
	| CallReceivedEvent
	| CallOutcomeEvent
	| ChatStartedEvent
	| ChatChangedEvent
	| ChatLabelledEvent
	| ConversationPausedEvent
	| ConversationResumedEvent
	| LabelChangedEvent
	| SessionEvent
	| RestrictedEvent
	| RestrictionLiftedEvent
	| LimitReachedEvent
	| EventDroppedEvent;

/** What an event must be like. What is left out does not matter, nor does what is said of a field that the event has not. */
export interface EventFilter {
	chatTypes?: EventChat['type'][];
	messageTypes?: IncomingType[];
	/** Only from these chats. Phone numbers and chat IDs, as people write them. */
	chats?: string[];
	/** Only of these people. */
	senders?: string[];
	notSenders?: string[];
	/** One of them has to fit. */
	texts?: TextFilter[];
	/** Whether the linked number itself did it. */
	fromMe?: boolean;
	/** Whether the linked number, or everyone, is mentioned. */
	mentionsMe?: boolean;
	/** Albums come as one event, which has all their files, instead of one for each message. */
	albums?: 'collected';
	/** What somebody writes in several messages comes as one event, that has them all. */
	collect?: Collect;
	/** Answers that an execution waits for come, too; without it they do only when it has been stopped. */
	answers?: 'included';
	/** Only as long as the conversation is not paused, and what pauses it. */
	stepAside?: StepAside;
	/** What happened longer ago when it comes in, or is handed over. */
	maxAgeMinutes?: number;
}

/** How long the messages of one chat, in groups of one person there, are collected into one event. */
export interface Collect {
	/** Until nothing more came for so long, */
	quietMs: number;
	/** but no longer than so long after the first of them, */
	longestMs: number;
	/** and not more than so many. */
	most: number;
	/** One that says one of these, or is of one of these types, is the last. */
	endWords?: TextFilter[];
	endTypes?: IncomingType[];
	/** It is not quiet as long as they type or record. The number is shown as online meanwhile, or WhatsApp would not tell. */
	whileTyping?: true;
}

/** What a message has to say. Words go by their letters alone, without case and accents; expressions are RE2's. */
export interface TextFilter {
	match: 'contains' | 'startsWith' | 'regex';
	text: string;
}

/**
 * A wish for events. With a `durableId` the engine keeps what was not acknowledged, over restarts of n8n, and hands it
 * over again when the same `durableId` subscribes next; without one it lives as long as the connection to the engine.
 */
export interface Subscription {
	durableId?: string;
	events: EventType[];
	/** Which of them, by their type; all where nothing is said. What nobody asked for is not kept. */
	filters?: Partial<Record<EventType, EventFilter>>;
	/** `now`: forget what an earlier subscription of the same `durableId` left; `resume`: go on after it. */
	start: 'now' | 'resume';
	/** Whether messages come with `raw`. */
	raw?: boolean;
}

/**
 * One hand-over: the events of one thing that happened (a receipt for n messages is n events). The engine hands the
 * batch over again after a restart unless the promise resolved.
 */
export interface EventBatch {
	/** Stable across redelivery: the first event's `eventId`. */
	batchId: string;
	events: EngineEvent[];
}

/** The member of the union that a type has. */
export type EventOf<T extends EventType, E = EngineEvent> = E extends { event: infer Types }
	? T extends Types
		? E
		: never
	: never;

export type EventListener = (batch: EventBatch) => Promise<void>;

/** Told of a batch that its listener has refused too often, and does not get any more. */
export type DroppedListener = (event: EventDroppedEvent) => void;
