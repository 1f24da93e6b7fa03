import type {
	CallAnsweredEvent,
	CallEndedEvent,
	CallMissedEvent,
	CallReceivedEvent,
	CallRejectedEvent,
} from '../../../engine/gateway/contract';
import { callCallback, missedCallCallback } from '../zapi/notifications';
import { BOB, DIRECT, envelope } from './samples';
import { OF_ANY_CHAT, type TriggerEvent } from './trigger-event';

const CALL_ID = 'F44E0E2011E7C784BB9A4AC11749C436';

/** All that events of a call have. */
const call = (what: string) => ({
	...envelope(`${DIRECT.id}:${CALL_ID}:${what}`),
	chat: DIRECT,
	callId: CALL_ID,
	from: BOB,
	isVideo: false,
});

const FILTERS = [...OF_ANY_CHAT, 'senders', 'notSenders'] as const;

export const callReceived: TriggerEvent<CallReceivedEvent> = {
	name: 'Call Received',
	description: 'Someone calls the number, by voice or video. It rings on the phone.',
	filters: FILTERS,
	zapi: callCallback,
	sample: { event: 'call.received', ...call('call'), wasOffline: false },
};

export const callMissed: TriggerEvent<CallMissedEvent> = {
	name: 'Call Missed',
	description: 'Someone called the number, and nobody answered',
	filters: FILTERS,
	zapi: missedCallCallback,
	sample: { event: 'call.missed', ...call('missed') },
};

export const callRejected: TriggerEvent<CallRejectedEvent> = {
	name: 'Call Rejected',
	description: 'A call to the number was turned down, on the phone or by n8n',
	filters: FILTERS,
	// Z-API knows nothing like it, nor like the next ones.
	zapi: (event) => event,
	sample: { event: 'call.rejected', ...call('rejected'), rejectedOn: 'phone' },
};

export const callAnsweredElsewhere: TriggerEvent<CallAnsweredEvent> = {
	name: 'Call Answered Elsewhere',
	description: 'A call to the number was answered, on the phone or another linked device',
	filters: FILTERS,
	zapi: (event) => event,
	sample: { event: 'call.answeredElsewhere', ...call('answered') },
};

export const callEnded: TriggerEvent<CallEndedEvent> = {
	name: 'Call Ended',
	description:
		'A call to the number that was answered is over. How long it took is told as far as WhatsApp says it.',
	filters: FILTERS,
	zapi: (event) => event,
	sample: { event: 'call.ended', ...call('ended'), durationSeconds: 95 },
};
