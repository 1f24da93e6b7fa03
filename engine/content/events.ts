import type {
	ChannelPostedEvent,
	CallOutcomeEvent,
	CallReceivedEvent,
	CallRejectedEvent,
	ChatChangedEvent,
	ChatStartedEvent,
	EngineEvent,
	EventChat,
	EventDroppedEvent,
	EventType,
	GroupProgress,
	IncomingMessageEvent,
	IncomingType,
	LinkState,
	MessageBody,
	MessageDeletedEvent,
	MessageEditedEvent,
	MessageRecord,
	MessageStatus,
	MessageStatusEvent,
	MessageWaitingEvent,
	Person,
	PersonAddress,
	PollVoteEvent,
	ReactionEvent,
	ReadByMeEvent,
	SentFromPhoneEvent,
	SessionEvent,
	StatusPostedEvent,
	StatusViewedEvent,
} from '../gateway/contract';
import { chatType } from './jid';

/** Whether they share an address; false where nothing says so. */
export function isSamePerson(one: PersonAddress, other: PersonAddress): boolean {
	return (
		(one.phone !== null && one.phone === other.phone) || (one.lid !== null && one.lid === other.lid)
	);
}

export type AccountInfo = EngineEvent['account'];

type StatusEventType = MessageStatusEvent['event'];

/** QUEUED, SENDING and CANCELLED are no news to a workflow: they are its own doing. */
const EVENT_OF_STATUS: Partial<Record<MessageStatus, StatusEventType>> = {
	SENT: 'message.sent',
	RECEIVED: 'message.received',
	READ: 'message.read',
	PLAYED: 'message.played',
	FAILED: 'message.failed',
};

export function statusEvent(
	account: AccountInfo,
	{ messageId, chat, error }: MessageRecord,
	status: MessageStatus,
	at: number,
	addresses: PersonAddress,
	group?: { participant: PersonAddress; progress: GroupProgress },
): MessageStatusEvent | undefined {
	const event = EVENT_OF_STATUS[status];
	if (!event) return undefined;
	return {
		event,
		eventId: [account.id, messageId, status, ...(group ? [personId(group.participant)] : [])].join(
			':',
		),
		timestamp: new Date(at).toISOString(),
		account,
		chat: eventChat(chat, addresses, null),
		messageId,
		status,
		...(error && event === 'message.failed' && { error }),
		...group,
	};
}

/** Somebody has opened a status of ours. */
export function statusViewedEvent(
	account: AccountInfo,
	{ messageId, chat }: MessageRecord,
	from: Person,
	{ readBy, participants }: GroupProgress,
	at: number,
): StatusViewedEvent {
	return {
		event: 'status.viewed',
		...noticeEnvelope(account, [messageId, 'viewed', personId(from)], at),
		chat: eventChat(chat, { phone: null, lid: null }, null),
		messageId,
		from,
		views: readBy,
		audience: participants,
	};
}

function personId({ phone, lid }: PersonAddress): string {
	return lid ?? phone ?? '';
}

/** Who wrote where and when: what all events of written messages say. */
export interface Occasion {
	account: AccountInfo;
	chat: EventChat;
	from: Person;
	fromMe: boolean;
	broadcast: boolean;
	broadcastRecipients?: PersonAddress[] | undefined;
	at: number;
}

/** What a message says, and what lets others use it later. */
export interface Content {
	body: MessageBody;
	reference: string | null;
	raw?: object;
}

/** What of others is no message to answer. */
const OWN_EVENTS: Partial<Record<IncomingType, (ReactionEvent | PollVoteEvent)['event']>> = {
	reaction: 'message.reaction',
	pollVote: 'message.pollVote',
};

export function messageEvent(
	occasion: Occasion,
	messageId: string,
	content: Content,
): IncomingMessageEvent | ReactionEvent | PollVoteEvent | SentFromPhoneEvent {
	return {
		event: occasion.fromMe
			? 'message.sentFromPhone'
			: (OWN_EVENTS[content.body.type] ?? 'message.incoming'),
		...written(occasion, messageId, messageId, 'incoming'),
		...said(content),
	};
}

/** A status of somebody else, or a post in a channel, as an event of its own; undefined for all other messages. */
export function postedEvent({
	event: _,
	eventId: id,
	...posted
}: ReturnType<typeof messageEvent>): StatusPostedEvent | ChannelPostedEvent | undefined {
	const eventId = `${id}:posted`;
	if (posted.chat.type === 'status') return { event: 'status.posted', eventId, ...posted };
	if (posted.chat.type === 'channel') return { event: 'channel.posted', eventId, ...posted };
	return undefined;
}

export function editedEvent(
	occasion: Occasion,
	messageId: string,
	editId: string,
	content: Content,
): MessageEditedEvent {
	return {
		event: 'message.edited',
		...written(occasion, messageId, editId, 'edited'),
		editId,
		...said(content),
	};
}

export function deletedEvent(
	occasion: Occasion,
	messageId: string,
	deletionId: string,
	author: MessageDeletedEvent['author'],
	isConfirmed = true,
): MessageDeletedEvent {
	return {
		event: 'message.deleted',
		...written(occasion, messageId, deletionId, 'deleted'),
		author,
		...(!isConfirmed && { unconfirmed: true }),
	};
}

export function waitingEvent(occasion: Occasion, messageId: string): MessageWaitingEvent {
	return { event: 'message.waiting', ...written(occasion, messageId, messageId, 'waiting') };
}

/** Redelivery brings the same stanza: its ID makes the event's. */
function written(
	{ account, chat, from, fromMe, broadcast, broadcastRecipients, at }: Occasion,
	messageId: string,
	stanzaId: string,
	what: string,
) {
	return {
		eventId: `${account.id}:${chat.id}:${stanzaId}:${what}`,
		timestamp: new Date(at).toISOString(),
		account,
		chat,
		messageId,
		from,
		fromMe,
		broadcast,
		...(broadcastRecipients && { broadcastRecipients }),
	};
}

function said({ body, reference, raw }: Content) {
	return { ...body, reference, ...(raw && { raw }) };
}

/** The envelope of what is told beside messages. `id`: what makes it known again when it is told twice. */
export function noticeEnvelope(account: AccountInfo, id: readonly string[], at: number) {
	return {
		eventId: [account.id, ...id].join(':'),
		timestamp: new Date(at).toISOString(),
		account,
	};
}

/** A call is told of more than once, under the same ID. */
export function callReceivedEvent(
	{ account, chat, at }: { account: AccountInfo; chat: EventChat; at: number },
	call: Pick<CallReceivedEvent, 'callId' | 'from' | 'isVideo' | 'wasOffline'>,
): CallReceivedEvent {
	return {
		event: 'call.received',
		...noticeEnvelope(account, [chat.id, call.callId, 'call'], at),
		chat,
		...call,
	};
}

/** What has become of a call, and what belongs to that. */
export type CallEnd =
	| { state: 'missed' | 'answered' }
	| { state: 'rejected'; rejectedOn: CallRejectedEvent['rejectedOn'] }
	| { state: 'ended'; durationSeconds: number | null };

export function callOutcomeEvent(
	{ account, chat, at }: { account: AccountInfo; chat: EventChat; at: number },
	call: Pick<CallReceivedEvent, 'callId' | 'from' | 'isVideo'>,
	end: CallEnd,
): CallOutcomeEvent {
	const told = { ...noticeEnvelope(account, [chat.id, call.callId, end.state], at), chat, ...call };
	switch (end.state) {
		case 'missed':
			return { event: 'call.missed', ...told };
		case 'answered':
			return { event: 'call.answeredElsewhere', ...told };
		case 'rejected':
			return { event: 'call.rejected', ...told, rejectedOn: end.rejectedOn };
		case 'ended':
			return { event: 'call.ended', ...told, durationSeconds: end.durationSeconds };
	}
}

/** Another device of the account has read messages of others. */
export function readByMeEvent(
	{ account, chat, at }: { account: AccountInfo; chat: EventChat; at: number },
	messageId: string,
): ReadByMeEvent {
	return {
		event: 'message.readByMe',
		...noticeEnvelope(account, [chat.id, messageId, 'readByMe'], at),
		chat,
		messageId,
		status: 'READ_BY_ME',
	};
}

/** A chat begins once, with one message. */
export function chatStartedEvent(
	account: AccountInfo,
	chat: EventChat,
	{ messageId, fromMe, at }: { messageId: string; fromMe: boolean; at: number },
): ChatStartedEvent {
	return {
		event: 'chat.started',
		...noticeEnvelope(account, [chat.id, messageId, 'started'], at),
		chat,
		messageId,
		fromMe,
	};
}

/** The same thing may be done to a chat again and again: the time tells which one it was. */
export function chatChangedEvent(
	{ account, chat, at }: { account: AccountInfo; chat: EventChat; at: number },
	what: Pick<ChatChangedEvent, 'change' | 'mutedUntil' | 'ephemeralSeconds' | 'by'>,
): ChatChangedEvent {
	return {
		event: 'chat.changed',
		...noticeEnvelope(account, [chat.id, what.change, String(at)], at),
		chat,
		...what,
	};
}

export function sessionEvent(
	account: AccountInfo,
	event: SessionEvent['event'],
	state: LinkState,
	reason: string | null,
	at: number,
): SessionEvent {
	return {
		event,
		eventId: `${account.id}:${event satisfies EventType}:${state}:${at}`,
		timestamp: new Date(at).toISOString(),
		account,
		state,
		reason,
	};
}

/** `seq` tells it from others of the same events, for another subscription or at another time. */
export function droppedEvent(
	account: AccountInfo,
	{
		seq,
		subscription,
		events,
	}: { seq: number; subscription: string; events: readonly EngineEvent[] },
	at: number,
): EventDroppedEvent {
	const [first] = events as readonly [EngineEvent, ...EngineEvent[]];
	return {
		event: 'event.dropped',
		eventId: `${account.id}:event.dropped:${seq}:${subscription}`,
		timestamp: new Date(at).toISOString(),
		account,
		dropped: {
			event: first.event,
			eventId: first.eventId,
			count: events.length,
			messageId: 'messageId' in first ? first.messageId : null,
			chatId: 'chat' in first ? first.chat.id : null,
			subscription,
		},
		reason:
			'n8n refused to start the workflow with it, again and again, while it took others. It is not handed over any more.',
	};
}

export function eventChat(
	id: string,
	{ phone, lid }: PersonAddress,
	name: string | null,
): EventChat {
	return { id, type: chatType(id), phone, lid, name };
}
