import type { Person } from '../incoming';
import type { EventChat, EventEnvelope } from './envelope';

/** Somebody calls the number. It rings on the phone; nothing here can pick it up. */
export interface CallReceivedEvent extends EventEnvelope {
	event: 'call.received';
	callId: string;
	/** Where it rings: the chat with the caller, or the group. */
	chat: EventChat;
	from: Person;
	isVideo: boolean;
	/** Whether it rang while the number was offline here: it is over by now. */
	wasOffline: boolean;
}
