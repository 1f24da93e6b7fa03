import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

interface CallEvent extends EventEnvelope {
	callId: string;
	/** Where it rings: the chat with the caller, or the group. */
	chat: EventChat;
	from: Person;
	isVideo: boolean;
}

/** Somebody calls the number. It rings on the phone; nothing here can pick it up. */
export interface CallReceivedEvent extends CallEvent {
	event: 'call.received';
	/** Whether it rang while the number was offline here: it is over by now. */
	wasOffline: boolean;
}

/** Nobody has answered. */
export interface CallMissedEvent extends CallEvent {
	event: 'call.missed';
}

export interface CallRejectedEvent extends CallEvent {
	event: 'call.rejected';
	/** `phone`: or another linked device. */
	rejectedOn: 'n8n' | 'phone';
}

/** On the phone, or on another linked device. */
export interface CallAnsweredEvent extends CallEvent {
	event: 'call.answeredElsewhere';
}

/** A call that was answered is over. */
export interface CallEndedEvent extends CallEvent {
	event: 'call.ended';
	/** Null where WhatsApp does not tell. */
	durationSeconds: number | null;
}

/** What became of a call that was received. */
export type CallOutcomeEvent =
	| CallMissedEvent
	| CallRejectedEvent
	| CallAnsweredEvent
	| CallEndedEvent;
