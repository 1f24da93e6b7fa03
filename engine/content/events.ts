import type {
	EngineEvent,
	EventChat,
	EventType,
	GroupProgress,
	IncomingMessageEvent,
	LinkState,
	MessageRecord,
	MessageStatus,
	MessageStatusEvent,
	SessionEvent,
} from '../gateway/contract';
import { chatType } from './jid';

/** Both addresses of a person or chat, as far as they are known. */
export interface Addresses {
	phone: string | null;
	lid: string | null;
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
	EXPIRED: 'message.failed',
};

export function statusEvent(
	account: AccountInfo,
	{ messageId, chat, error }: MessageRecord,
	status: MessageStatus,
	at: number,
	addresses: Addresses,
	group?: { participant: Addresses; progress: GroupProgress },
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

function personId({ phone, lid }: Addresses): string {
	return lid ?? phone ?? '';
}

export interface Incoming {
	messageId: string;
	chat: string;
	pushName: string | null;
	at: number;
	type: string;
	text: string | null;
	replyTo: string | null;
	mentions: string[];
}

export function incomingEvent(
	account: AccountInfo,
	message: Incoming,
	chatAddresses: Addresses,
	senderAddresses: Addresses,
): IncomingMessageEvent {
	const { messageId, chat, pushName, type, text, replyTo, mentions } = message;
	const direct = chatType(chat) === 'direct';
	return {
		event: 'message.incoming',
		eventId: `${account.id}:${chat}:${messageId}:incoming`,
		timestamp: new Date(message.at).toISOString(),
		account,
		chat: eventChat(chat, chatAddresses, direct ? pushName : null),
		messageId,
		from: { ...senderAddresses, name: pushName },
		type,
		text,
		replyTo,
		mentions,
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

function eventChat(id: string, { phone, lid }: Addresses, name: string | null): EventChat {
	return { id, type: chatType(id), phone, lid, name };
}
